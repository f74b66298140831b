import type { Role } from './access.ts'

/** What a step-up is bound to: one act, so that a proof given for one is worth nothing for another. */
export const boundTo = {
  approve: (disbursement: { id: string; contentHash: string }) =>
    `approve:${disbursement.id}:${disbursement.contentHash}`,
  pay: (disbursement: { id: string; contentHash: string }) =>
    `pay:${disbursement.id}:${disbursement.contentHash}`,
  confirmAdvance: (advanceId: string) => `confirm-advance:${advanceId}`,
  approveExpense: (expense: { id: string; contentHash: string }) =>
    `approve-expense:${expense.id}:${expense.contentHash}`,
  /** Names all that it pays: one claim, or those of one card's bill. */
  payExpenses: (claimIds: string[]) => `pay-expenses:${[...new Set(claimIds)].sort().join(',')}`,
  invite: (person: { email: string; fundId: string; role: Role | '' }) =>
    `invite:${person.email.trim().toLowerCase()}:${person.fundId}:${person.role}`,
  grantRole: (held: { staffId: string; fundId: string; role: Role | '' }) =>
    `grant:${held.staffId}:${held.fundId}:${held.role}`,
  withdrawRole: (held: { staffId: string; fundId: string; role: Role }) =>
    `withdraw:${held.staffId}:${held.fundId}:${held.role}`,
  renewInvitation: (staffId: string) => `renew:${staffId}`,
  changeFactors: (staffId: string) => `factors:${staffId}`,
}
