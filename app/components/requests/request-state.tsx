import { type Progress, StateMark } from '../state-mark.tsx'
import { useWords } from '../words.ts'

const marks: Partial<Record<string, Progress>> = {
  referred: 'waiting',
  waitlisted: 'waiting',
  no_bond_available: 'waiting',
  closed: 'done',
  released_otherwise: 'done',
  declined: 'lost',
  withdrawn: 'lost',
  ineligible: 'lost',
}

/** Where a request stands. */
export function RequestState({ state }: { state: string }) {
  const { t } = useWords()
  return <StateMark progress={marks[state] ?? 'moving'}>{t(`intake:state.${state}`)}</StateMark>
}
