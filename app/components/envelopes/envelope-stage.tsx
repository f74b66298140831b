import type { EnvelopeStage as Stage } from '#app/domain/envelopes/envelope.ts'
import { type Progress, StateMark } from '../state-mark.tsx'
import { useWords } from '../words.ts'

const progress: Record<Stage, Progress> = {
  proposed: 'waiting',
  approved: 'waiting',
  open: 'moving',
  frozen: 'lost',
  closing: 'waiting',
  closed: 'done',
  rejected: 'lost',
  cancelled: 'lost',
  expired: 'lost',
}

/** Where a night stands now. */
export function EnvelopeStage({ stage }: { stage: Stage }) {
  const { t } = useWords()
  return <StateMark progress={progress[stage]}>{t(`envelope:stage.${stage}`)}</StateMark>
}
