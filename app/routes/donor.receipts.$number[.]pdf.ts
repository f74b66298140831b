import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { openReceipt } from '#app/domain/receipts/open-receipt.server.ts'
import { paperLanguage } from '#app/http/paper-language.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireDonor } from '#app/http/require-donor.ts'
import { sendPdf } from '#app/http/send-pdf.ts'

const Params = z.object({ number: z.string().regex(/^[1-9]\d{0,17}$/) })

/** A donor's own receipt. Another donor's number is as unknown as one that nobody has. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const donor = await requireDonor(request)
  const { number } = parseParams(params, Params)
  const opened = await openReceipt({
    number: BigInt(number),
    language: paperLanguage(request, donor),
    donorId: donor.id,
  })
  if (!opened) throw new Response(null, { status: 404 })
  return sendPdf(opened.pdf, opened.fileName)
}
