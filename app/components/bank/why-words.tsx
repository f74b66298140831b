import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { WhyOpen } from '#app/domain/bank/matching/why-open.ts'
import { useDay } from './use-day.ts'

/** Why a line or a movement stands alone, in one sentence. */
export function WhyWords({ why, timezone }: { why: WhyOpen; timezone: string }) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const day = useDay(timezone)
  switch (why.code) {
    case 'differs':
      return t('reconciliation:why.differs', {
        amount: money(why.by < 0n ? -why.by : why.by),
      })
    case 'noted':
      return t('reconciliation:why.noted', {
        reason: t(`reconciliation:note.${why.reason}`),
        day: day(why.until),
      })
    case 'several_fit':
      return t('reconciliation:why.several_fit', { count: why.count })
    case 'no_line':
    case 'in_transit':
      return t(`reconciliation:why.${why.code}`, { days: why.days })
    default:
      return t(`reconciliation:why.${why.code}`)
  }
}
