import { type Progress, StateMark } from '../state-mark.tsx'
import { useWords } from '../words.ts'

const progress: Record<string, Progress> = {
  needs_response: 'waiting',
  under_review: 'moving',
  won: 'done',
  lost: 'lost',
  warning_needs_response: 'waiting',
  warning_under_review: 'moving',
  warning_closed: 'done',
}

/** Where a dispute stands, in Stripe's own states; one that is new to us is shown as Stripe calls it. */
export function DisputeStatus({ status }: { status: string }) {
  const { t } = useWords()
  const known = progress[status]
  return (
    <StateMark progress={known ?? 'moving'} sentence>
      {known ? t(`refunds:status.${status}`) : t('refunds:status.other', { status })}
    </StateMark>
  )
}

const bankReasons = [
  'fraudulent',
  'duplicate',
  'product_not_received',
  'subscription_canceled',
  'unrecognized',
  'credit_not_processed',
]

/** What the bank gives as its reason. */
export function BankReason({ reason }: { reason: string }) {
  const { t } = useWords()
  return bankReasons.includes(reason)
    ? t(`refunds:bank_reason.${reason}`)
    : t('refunds:bank_reason.other', { reason })
}
