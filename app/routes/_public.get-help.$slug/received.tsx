import { useWords } from '#app/components/words.ts'
import { formatDate } from '#app/words/dates.ts'

type ReceivedProps = { code: string; callBy: Date; phone: string; language: string; timezone: string }

/** What the asker takes along: no yes, a day, and a code instead of a name. */
export function Received({ code, callBy, phone, language, timezone }: ReceivedProps) {
  const { t } = useWords()
  return (
    <div className="measure mt-8 grid gap-4" role="status">
      <p>{t('help:received.not_yes')}</p>
      <p className="text-l">
        {t('help:received.call', { day: formatDate(callBy, language, timezone, 'weekday') })}
      </p>
      <div>
        <p className="font-semibold">{t('help:received.code')}</p>
        <p className="figures font-display text-2xl">
          <bdi dir="ltr">{code}</bdi>
        </p>
        <p className="text-s text-quiet">{t('help:received.code.means')}</p>
      </div>
      <p>{t('help:received.now', { phone: `\u2066${phone}\u2069` })}</p>
    </div>
  )
}
