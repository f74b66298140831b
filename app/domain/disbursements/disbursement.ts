/** What can be proposed today. A call for more than a deposit (`forfeiture_call`) has its own act. */
export const disbursementKinds = ['court_bail', 'immigration_bond', 'support'] as const
export type DisbursementKind = (typeof disbursementKinds)[number]

export const isBondKind = (kind: string): kind is 'court_bail' | 'immigration_bond' =>
  kind === 'court_bail' || kind === 'immigration_bond'

/** A bond in which no other fund has a part: only such a one holds a family's money. */
export const isOwnBond = ({ kind, shared }: { kind: string; shared: object | null }): boolean =>
  isBondKind(kind) && shared === null

export const paymentMethods = [
  'cash',
  'cashiers_check',
  'money_order',
  'card_kiosk',
  'fedwire',
  'ach_cebonds',
  'check',
  'transfer',
] as const
export type PaymentMethod = (typeof paymentMethods)[number]

/** Reasons stand in logs that nobody can erase, so they are codes: a sentence could name a person. */
export const rejectionReasons = [
  'outside_purpose',
  'amount_unclear',
  'evidence_missing',
  'rule_blocks_it',
  'not_now',
] as const
export type RejectionReason = (typeof rejectionReasons)[number]

export const cancellationReasons = [
  'no_longer_needed',
  'released_otherwise',
  'entered_wrongly',
  'could_not_post',
] as const
export type CancellationReason = (typeof cancellationReasons)[number]

export const maximumPayees = 5

/** Who acts, and the funds whose rows they may see. */
export type ActingStaff = { id: string; fundIds: string[] }
