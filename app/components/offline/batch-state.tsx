import { type Progress, StateMark } from '../state-mark.tsx'
import { useWords } from '../words.ts'

const progress: Record<string, Progress> = { open: 'waiting', closed: 'done', withdrawn: 'lost' }

/** Where a batch of gifts stands. */
export function BatchState({ state }: { state: string }) {
  const { t } = useWords()
  return <StateMark progress={progress[state] ?? 'waiting'}>{t(`offline:state.${state}`)}</StateMark>
}
