import { type Progress, StateMark } from '../state-mark.tsx'
import { useWords } from '../words.ts'

const progress: Record<string, Progress> = { open: 'waiting', closed: 'done', withdrawn: 'lost' }

/** Where a payment for many bonds stands. */
export function RemittanceState({ state }: { state: string }) {
  const { t } = useWords()
  return <StateMark progress={progress[state] ?? 'waiting'}>{t(`remittance:state.${state}`)}</StateMark>
}
