import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { WhyOpen } from '#app/domain/bank/matching/why-open.ts'
import { useDay } from './use-day.ts'

type Props = {
  why: WhyOpen
  /** Of the bank, above zero where it came in; or of the books. */
  of: { line: bigint } | 'movement'
  timezone: string
}

/** Why a line or a movement stands alone, and what a bookkeeper does next. */
export function WhyWords({ why, of, timezone }: Props) {
  const { t } = useWords()
  const reason = useWhy(timezone)
  const next = of === 'movement' ? `movement.${why.code}` : `line.${onLine(why, of.line)}`
  return (
    <>
      {reason(why)} <span className="block text-s text-quiet">{t(`reconciliation:next.${next}`)}</span>
    </>
  )
}

const onLine = ({ code }: WhyOpen, amount: bigint): string =>
  code === 'no_movement' ? (amount > 0n ? 'came' : 'went') : code

function useWhy(timezone: string): (why: WhyOpen) => string {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const day = useDay(timezone)
  return (why) => {
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
      case 'together':
        return t('reconciliation:why.together', { count: why.count, day: day(why.day) })
      case 'own_transfer':
        return t('reconciliation:why.own_transfer', { account: why.account, days: why.days })
      case 'no_line':
      case 'other_day':
      case 'in_transit':
        return t(`reconciliation:why.${why.code}`, { days: why.days })
      default:
        return t(`reconciliation:why.${why.code}`)
    }
  }
}
