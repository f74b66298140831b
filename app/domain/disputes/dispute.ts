/** What the bank still waits for: an answer counts. */
export const awaitsAnswer = (status: string): boolean =>
  status === 'needs_response' || status === 'warning_needs_response'

export const isDecided = (status: string): boolean => ['won', 'lost', 'warning_closed'].includes(status)

/**
 * What an answer to a bank may hold, by Stripe's names of its fields. Facts of the gift alone: nothing of anyone held, and
 * nothing of the vault, is among them.
 */
export const evidenceFields = [
  'product_description',
  'service_date',
  'customer_name',
  'customer_email_address',
  'refund_policy_disclosure',
  'cancellation_policy_disclosure',
  'access_activity_log',
  'uncategorized_text',
] as const
export type EvidenceField = (typeof evidenceFields)[number]

/** Stripe takes this many signs in a field. */
export const longestEvidence = 20_000
