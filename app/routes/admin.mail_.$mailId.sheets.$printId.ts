import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { openedPrint } from '#app/domain/mail/prints/opened-print.server.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { sendFile } from '#app/http/send-file.ts'

/** The page of a mail that this person just took out. Nobody else's, and not for long. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'mail:mend')
  const { mailId, printId } = parseParams(params, z.object({ mailId: z.uuid(), printId: z.uuid() }))
  const print = await openedPrint({ staff, mailId, printId })
  if (!print) throw new Response(null, { status: 404 })
  const { name, html } = print
  return sendFile({ name, mediaType: 'text/html; charset=utf-8', bytes: Buffer.from(html) })
}
