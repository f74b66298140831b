/**
 * Money proposed for one purpose. Approved reserves it; once paid it neither expires nor is cancelled, since
 * cash is out.
 */
export const disbursementTransitions = {
  proposed: ['approved', 'rejected', 'cancelled', 'expired'],
  approved: ['paid', 'cancelled', 'expired'],
  paid: ['settled'],
  settled: [],
  rejected: [],
  cancelled: [],
  expired: [],
} as const satisfies Record<string, readonly string[]>

export type DisbursementState = keyof typeof disbursementTransitions
