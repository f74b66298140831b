import type { ExpenseState } from '#app/domain/expenses/acts.ts'
import { type Progress, StateMark } from '../state-mark.tsx'
import { useWords } from '../words.ts'

export function ExpenseStateMark({ state }: { state: ExpenseState }) {
  const { t } = useWords()
  return <StateMark progress={progress[state]}>{t(`expenses:state.${state}`)}</StateMark>
}

const progress: Record<ExpenseState, Progress> = {
  claimed: 'waiting',
  approved: 'moving',
  paid: 'done',
  rejected: 'lost',
}
