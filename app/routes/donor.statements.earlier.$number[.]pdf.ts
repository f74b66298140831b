import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { openEarlierStatement } from '#app/domain/statements/open-statement.server.ts'
import { paperLanguage } from '#app/http/paper-language.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireDonor } from '#app/http/require-donor.ts'
import { sendPdf } from '#app/http/send-pdf.ts'

const Params = z.object({ number: z.string().regex(/^[1-9]\d{0,17}$/) })

/** A statement that was issued to another record of the same donor, before the two were joined. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const donor = await requireDonor(request)
  const { number } = parseParams(params, Params)
  const pdf = await openEarlierStatement({
    ...{ donorId: donor.id, number: BigInt(number) },
    language: paperLanguage(request, donor),
  })
  if (!pdf) throw new Response(null, { status: 404 })
  return sendPdf(pdf, `statement-${number}`)
}
