import type { RequestState } from '#app/domain/refunds/request.ts'
import { type Progress, StateMark } from '../state-mark.tsx'
import { useWords } from '../words.ts'

const progress: Record<RequestState, Progress> = {
  waits: 'waiting',
  ready: 'moving',
  sent: 'moving',
  at_stripe: 'moving',
  booked: 'done',
  failed: 'lost',
  refused: 'lost',
  fell_through: 'lost',
  withdrawn: 'lost',
}

/** Where a request to Stripe stands. What is not about money is done once Stripe has it. */
export function RequestStateMark({ state, isRefund }: { state: RequestState; isRefund: boolean }) {
  const { t } = useWords()
  if (state === 'at_stripe' && !isRefund)
    return <StateMark progress="done">{t('refunds:done.at_stripe')}</StateMark>
  return <StateMark progress={progress[state]}>{t(`refunds:state.${state}`)}</StateMark>
}
