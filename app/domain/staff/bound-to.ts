import type { Role } from './access.ts'

/** What a step-up is bound to: one act, so that a proof given for one is worth nothing for another. */
export const boundTo = {
  approve: (disbursement: { id: string; contentHash: string }) =>
    `approve:${disbursement.id}:${disbursement.contentHash}`,
  approveEnvelope: (envelope: { id: string; contentHash: string }) =>
    `approve_envelope:${envelope.id}:${envelope.contentHash}`,
  pay: (disbursement: { id: string; contentHash: string }) =>
    `pay:${disbursement.id}:${disbursement.contentHash}`,
  invite: (person: { email: string; fundId: string; role: Role | '' }) =>
    `invite:${person.email.trim().toLowerCase()}:${person.fundId}:${person.role}`,
  grantRole: (held: { staffId: string; fundId: string; role: Role | '' }) =>
    `grant:${held.staffId}:${held.fundId}:${held.role}`,
  withdrawRole: (held: { staffId: string; fundId: string; role: Role }) =>
    `withdraw:${held.staffId}:${held.fundId}:${held.role}`,
  renewInvitation: (staffId: string) => `renew:${staffId}`,
  changeFactors: (staffId: string) => `factors:${staffId}`,
}
