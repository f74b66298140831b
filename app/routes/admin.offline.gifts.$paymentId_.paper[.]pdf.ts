import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { printPaper } from '#app/domain/receipts/print-paper.server.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { sendPdf } from '#app/http/send-pdf.ts'

const Params = z.object({ paymentId: z.uuid() })

/** The paper of a giver without an address, to be printed and sent by post. Its name says its kind and number alone. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'offline:enter')
  const { paymentId } = parseParams(params, Params)
  const paper = await printPaper({ paymentId, staff: { ...staff, language: context.language } })
  if (!paper) throw new Response(null, { status: 404 })
  return sendPdf(paper.pdf, paper.fileName)
}
