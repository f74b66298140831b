/** Why money goes back to a donor. */
export const refundReasons = [
  'donor_asked',
  'duplicate',
  'wrong_amount',
  'fraud',
  'not_the_donor',
  'fund_closing',
] as const
export type RefundReason = (typeof refundReasons)[number]

export type RequestKind = 'refund' | 'evidence' | 'acceptance'
export type StepKind = 'confirmed' | 'withdrawn' | 'sent' | 'at_stripe' | 'refused' | 'fell_through'

/**
 * Where a request to Stripe stands. `waits`: for another person. `sent`: Stripe's answer is not known yet. `at_stripe`:
 * Stripe took it; a refund is `booked` once the mirror has read it, and `failed` if the card network sent it back.
 */
export type RequestState =
  | 'waits'
  | 'ready'
  | 'sent'
  | 'at_stripe'
  | 'booked'
  | 'failed'
  | 'refused'
  | 'fell_through'
  | 'withdrawn'

type Standing = {
  needsConfirmation: boolean
  steps: readonly string[]
  /** What the mirror knows of the refund that came of it. */
  booked?: 'booked' | 'failed' | null
}

const endings = ['withdrawn', 'refused', 'fell_through'] as const

export function stateOfRequest({ needsConfirmation, steps, booked }: Standing): RequestState {
  const ending = endings.find((kind) => steps.includes(kind))
  if (ending) return ending
  if (booked) return booked
  if (steps.includes('at_stripe')) return 'at_stripe'
  if (steps.includes('sent')) return 'sent'
  return needsConfirmation && !steps.includes('confirmed') ? 'waits' : 'ready'
}
