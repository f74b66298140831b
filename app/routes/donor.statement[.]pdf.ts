import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { openStatement } from '#app/domain/statements/open-statement.server.ts'
import { readPeriod } from '#app/domain/statements/statement.ts'
import { orAskedAgain } from '#app/http/asked-again.ts'
import { paperLanguage } from '#app/http/paper-language.ts'
import { paths } from '#app/http/paths.ts'
import { requireDonor } from '#app/http/require-donor.ts'
import { sendPdf } from '#app/http/send-pdf.ts'
import { now } from '#app/platform/clock.ts'

/** A donor's statement of any days. What was asked wrongly comes back to the form as it was typed. */
export async function loader({ request }: LoaderFunctionArgs) {
  const donor = await requireDonor(request)
  const { timezone } = await organization()
  const asked = new URL(request.url).searchParams
  const typed = { from: asked.get('from') ?? '', to: asked.get('to') ?? '' }
  const period = readPeriod(typed, dayOf(now(), timezone))
  if (!period) throw redirect(paths.donorStatements({ ...typed, wrong: 'days' }))
  const language = paperLanguage(request, donor)
  const opened = await orAskedAgain(openStatement({ donorId: donor.id, period, language }), typed)
  if (!opened) throw redirect(paths.donorStatements({ ...typed, wrong: 'nothing' }))
  return sendPdf(opened.pdf, `statement-${period.from}-${period.to}-${opened.number}`)
}
