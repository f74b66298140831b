import { Notice } from '#app/components/notice.tsx'
import { PhoneLink } from '#app/components/phone-link.tsx'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { formatDate } from '#app/words/dates.ts'

/** The form takes nothing for a while: that nothing is wrong with the donor's card, when to come again, and whom to call. */
export function GivingPaused({ until }: { until: Date }) {
  const { t } = useWords()
  const { language, timezone, phone } = usePublicFrame()
  return (
    <Notice title={t('public:giving_paused.title')} className="mt-8">
      <p>{t('public:giving_paused.why')}</p>
      <p className="mt-2">
        {t('public:giving_paused.until', { time: formatDate(until, language, timezone, 'minute') })}
      </p>
      <p className="mt-2">
        {t('public:giving_paused.call')} <PhoneLink phone={phone} />
      </p>
    </Notice>
  )
}
