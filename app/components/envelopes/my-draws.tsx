import type { MyNight } from '#app/domain/envelopes/reads/my-nights.server.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { StateMark } from '../state-mark.tsx'
import { useWords } from '../words.ts'

/** What this person drew, and until when someone else has to look at it. */
export function MyDraws({ night, timezone }: { night: MyNight; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  if (night.mine.length === 0) return null
  return (
    <section aria-labelledby="mine" className="grid gap-3">
      <h2 id="mine" className="text-l">
        {t('envelope:mine.title')}
      </h2>
      <p className="measure text-quiet">{t('envelope:mine.lead')}</p>
      <ul>
        {night.mine.map(({ disbursementId, caseCode, amount, confirmBy, confirmed, overdue }) => (
          <li key={disbursementId} className="border-b border-hairline py-2">
            <p className="figures">
              {caseCode} {money(amount)}
            </p>
            <p>
              {confirmed ? (
                <StateMark progress="done">{t('envelope:mine.confirmed')}</StateMark>
              ) : (
                <StateMark progress={overdue ? 'lost' : 'waiting'} sentence>
                  {t(overdue ? 'envelope:draws.overdue' : 'envelope:draws.due', {
                    moment: minute(confirmBy),
                  })}
                </StateMark>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
