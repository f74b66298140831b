import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { openStatement } from '#app/domain/statements/open-statement.server.ts'
import { periodOfYear } from '#app/domain/statements/statement.ts'
import { orAskedAgain } from '#app/http/asked-again.ts'
import { paperLanguage } from '#app/http/paper-language.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireDonor } from '#app/http/require-donor.ts'
import { sendPdf } from '#app/http/send-pdf.ts'
import { now } from '#app/platform/clock.ts'

const Params = z.object({ year: z.string().regex(/^\d{4}$/) })

/** A donor's statement of a calendar year; the year that is not over ends today. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const donor = await requireDonor(request)
  const { year } = parseParams(params, Params)
  const { timezone } = await organization()
  const period = periodOfYear(Number(year), dayOf(now(), timezone))
  const language = paperLanguage(request, donor)
  const opened = period && (await orAskedAgain(openStatement({ donorId: donor.id, period, language })))
  if (!opened) throw new Response(null, { status: 404 })
  return sendPdf(opened.pdf, `statement-${year}-${opened.number}`)
}
