import type { ExpenseKind } from './expense.ts'

/** Where an approved expense is owed until it is paid. */
export const payableOf = {
  card: 'card_payable',
  reimbursement: 'reimbursement_due',
} as const satisfies Record<ExpenseKind, string>
