import type { Limits } from '#app/domain/funds/limits.ts'
import type { Role } from './access.ts'

/** What a step-up is bound to: one act, so that a proof given for one is worth nothing for another. */
export const boundTo = {
  approve: (disbursement: { id: string; contentHash: string }) =>
    `approve:${disbursement.id}:${disbursement.contentHash}`,
  approveEnvelope: (envelope: { id: string; contentHash: string }) =>
    `approve_envelope:${envelope.id}:${envelope.contentHash}`,
  confirmDraw: (draw: { disbursementId: string; amount: bigint }) =>
    `confirm_draw:${draw.disbursementId}:${draw.amount}`,
  pay: (disbursement: { id: string; contentHash: string }) =>
    `pay:${disbursement.id}:${disbursement.contentHash}`,
  confirmAdvance: (advanceId: string) => `confirm-advance:${advanceId}`,
  /** What was counted back or moved is never changed, so its id says all of it. */
  signReturn: (returnId: string) => `sign-return:${returnId}`,
  signMove: (moveId: string) => `sign-move:${moveId}`,
  approveExpense: (expense: { id: string; contentHash: string }) =>
    `approve-expense:${expense.id}:${expense.contentHash}`,
  /** Names all that it pays: one claim, or those of one card's bill. */
  payExpenses: (claimIds: string[]) => `pay-expenses:${[...new Set(claimIds)].sort().join(',')}`,
  paySharedBond: (shared: { id: string; contentHash: string }) =>
    `pay_shared:${shared.id}:${shared.contentHash}`,
  closeRemittance: (of: { remittanceId: string; total: bigint }) =>
    `close_remittance:${of.remittanceId}:${of.total}`,
  approvePayout: (payoutId: string) => `copay-approve:${payoutId}`,
  payPayout: (payoutId: string) => `copay-pay:${payoutId}`,
  /** The reversal is never changed, so its id says all of it. */
  takeBackSuspense: (reversalId: string) => `suspense-take-back:${reversalId}`,
  /** The reversal is never changed, so its id says all of it. */
  takeBackReceipt: (reversalId: string) => `copay-take-back:${reversalId}`,
  // Money back, lost or found: the bond and the very figures, in cents.
  bondReturn: (of: { bondId: string; received: bigint; interest: bigint; kept: bigint }) =>
    `return:${of.bondId}:${of.received}:${of.interest}:${of.kept}`,
  bondRecovery: (of: { bondId: string; received: bigint; interest: bigint }) =>
    `recovery:${of.bondId}:${of.received}:${of.interest}`,
  forfeiture: (of: { bondId: string; lost: bigint }) => `forfeiture:${of.bondId}:${of.lost}`,
  writeOff: (of: { bondId: string; lost: bigint }) => `write_off:${of.bondId}:${of.lost}`,
  reinstatement: (of: { bondId: string; lost: bigint }) => `reinstatement:${of.bondId}:${of.lost}`,
  /** Money back to a donor: which gift, how much, why. */
  refund: (of: { paymentId: string; amount: bigint; reason: string }) =>
    `refund:${of.paymentId}:${of.amount}:${of.reason}`,
  acceptDispute: (of: { disputeId: string; amount: bigint }) => `accept_dispute:${of.disputeId}:${of.amount}`,
  /** The request is never changed, so its id says all of it. */
  confirmRequest: (requestId: string) => `confirm_request:${requestId}`,
  /** A batch of gifts, and what was counted of it. */
  closeOfflineBatch: (of: { batchId: string; total: bigint; pieces: number }) =>
    `close_offline_batch:${of.batchId}:${of.total}:${of.pieces}`,
  /** The reversal is never changed, so its id says all of it. */
  confirmOfflineReversal: (reversalId: string) => `confirm_offline_reversal:${reversalId}`,
  confirmRefundPolicy: (policyId: string) => `confirm_refund_policy:${policyId}`,
  mergeDonors: (of: { survivorId: string; mergedId: string }) =>
    `merge_donors:${of.survivorId}:${of.mergedId}`,
  undoMerge: (mergeId: string) => `undo_merge:${mergeId}`,
  exportDonor: (wanted: { donorId: string; format: string }) =>
    `export:donor:${wanted.donorId}:${wanted.format}`,
  /** What the receipt of an erased donor says. */
  openKeptReceipt: (of: { paymentId: string; reason: string }) =>
    `open_kept_receipt:${of.paymentId}:${of.reason}`,
  /** The paper of one mail, which is never changed. */
  printMail: (mailId: string) => `export:mail:${mailId}`,
  proposeLimits: ({ fundId, ...limits }: { fundId: string } & Limits) =>
    [
      `limits:${fundId}`,
      limits.capCents ?? 'none',
      limits.dailyCapCents ?? 'none',
      limits.expiryHours,
      limits.steps.map(({ fromCents }) => fromCents).join(','),
      limits.steps.map(({ approvals }) => approvals).join(','),
    ].join(':'),
  confirmLimits: (limitsId: string) => `confirm_limits:${limitsId}`,
  confirmPurpose: (changeId: string) => `confirm_purpose_change:${changeId}`,
  proposeClosing: (of: { fundId: string; to: string; reason: string }) =>
    `close_fund:${of.fundId}:${of.to}:${of.reason}`,
  confirmClosing: (closingId: string) => `confirm_close_fund:${closingId}`,
  invite: (person: { email: string; fundId: string; role: Role | '' }) =>
    `invite:${person.email.trim().toLowerCase()}:${person.fundId}:${person.role}`,
  grantRole: (held: { staffId: string; fundId: string; role: Role | '' }) =>
    `grant:${held.staffId}:${held.fundId}:${held.role}`,
  withdrawRole: (held: { staffId: string; fundId: string; role: Role }) =>
    `withdraw:${held.staffId}:${held.fundId}:${held.role}`,
  renewInvitation: (staffId: string) => `renew:${staffId}`,
  recover: (of: { staffId: string; reason: string; assuredBy: string }) =>
    `recover:${of.staffId}:${of.reason}:${of.assuredBy}`,
  confirmRecovery: (recoveryId: string) => `confirm_recovery:${recoveryId}`,
  breakGlass: (of: { personId: string; reason: string }) => `break_glass:${of.personId}:${of.reason}`,
  exportAudit: (wanted: { format: string; filterHash: string }) =>
    `export:audit:${wanted.format}:${wanted.filterHash}`,
  exportJournal: (wanted: { format: string; fromDay: string; throughDay: string }) =>
    `export:journal:${wanted.format}:${wanted.fromDay}:${wanted.throughDay}`,
  /** The figures of one report. */
  exportReport: (of: { fundId: string; ruleId: string; start: string; caseCode: string | null }) =>
    `export:report:${of.fundId}:${of.ruleId}:${of.start}:${of.caseCode ?? ''}`,
  /** All employers that gifts of one's own funds named. */
  exportMatches: () => 'export:matches',
  /** The close and the very balances, by their hash. */
  closeBooks: (close: { id: string; balancesHash: string }) =>
    `close_books:${close.id}:${close.balancesHash}`,
  showOriginals: (sampleId: string) => `show:${sampleId}`,
  /** Gifts of a file: the batch, and how many and how much was confirmed. */
  startImport: (of: { batchId: string; rows: number; cents: bigint }) =>
    `import:${of.batchId}:${of.rows}:${of.cents}`,
  undoImport: (batchId: string) => `undo_import:${batchId}`,
  changeFactors: (staffId: string) => `factors:${staffId}`,
}
