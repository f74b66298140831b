import { type Progress, StateMark } from '../state-mark.tsx'
import { useWords } from '../words.ts'

const waiting = ['proposed', 'posted', 'posted_not_released', 'drafted']
const done = ['settled', 'closed', 'returned', 'recovered']
const lost = [
  ...['rejected', 'cancelled', 'expired'],
  ...[
    'forfeited',
    'breached',
    'written_off',
    'missed_court',
    'forfeiture_noticed',
    'breach_noticed',
    'stale',
  ],
]

/** Where a disbursement or a bond stands. */
export function CaseState({ state }: { state: string }) {
  const { t } = useWords()
  return <StateMark progress={progressOf(state)}>{t(`admin:state.${state}`)}</StateMark>
}

function progressOf(state: string): Progress {
  if (waiting.includes(state)) return 'waiting'
  if (done.includes(state)) return 'done'
  return lost.includes(state) ? 'lost' : 'moving'
}
