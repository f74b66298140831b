/** `reimbursement`: someone paid from their own pocket. `card`: the fund's card was used. */
export const expenseKinds = ['reimbursement', 'card'] as const
export type ExpenseKind = (typeof expenseKinds)[number]

/** Where it was spent, as a code: a name or an address could tell where a person is. */
export const merchantKinds = [
  'shop',
  'pharmacy',
  'fuel',
  'transport',
  'lodging',
  'restaurant',
  'phone',
  'post',
  'public_office',
  'other',
] as const
export type MerchantKind = (typeof merchantKinds)[number]

export const expenseRejectionReasons = [
  'outside_purpose',
  'amount_unclear',
  'receipt_missing',
  'entered_wrongly',
  'not_now',
] as const
export type ExpenseRejectionReason = (typeof expenseRejectionReasons)[number]

/** Out of the bank; cash is handed out as an advance. */
export const expenseMethods = ['transfer', 'check', 'direct_debit'] as const
export type ExpenseMethod = (typeof expenseMethods)[number]

export const mostLines = 20

/** What is larger is proposed before it is spent. */
export const mostPerClaim = 25_000_00n

/** All pictures of one claim together: some twenty photographs of a telephone. */
export const largestClaim = 40 * 1024 * 1024

/** A step-up names every claim that it pays, and one of a bill must fit. */
export const mostClaimsAtOnce = 50
