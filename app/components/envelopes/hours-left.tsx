import type { EnvelopeStage } from '#app/domain/envelopes/envelope.ts'
import { useWords } from '../words.ts'

const hour = 60 * 60 * 1000

/** How long until it opens, closes, or takes no entry any longer, in whole hours, rounded to what is certain. */
export function HoursLeft({ stage, opensAt, closesAt, enteredUntil, now }: Props) {
  const { t } = useWords()
  const until = (moment: Date) => Math.max(0, Math.floor((moment.getTime() - now.getTime()) / hour))
  if (stage === 'closing' || (stage === 'frozen' && now >= closesAt))
    return t('envelope:entries_end_in', { count: until(enteredUntil) })
  if (stage === 'open' || stage === 'frozen') return t('envelope:closes_in', { count: until(closesAt) })
  if (stage === 'approved' || stage === 'proposed') return t('envelope:opens_in', { count: until(opensAt) })
  return null
}

type Props = { stage: EnvelopeStage; opensAt: Date; closesAt: Date; enteredUntil: Date; now: Date }
