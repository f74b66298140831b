import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { ExpenseRejectionReason } from './expense.ts'
import { openExpense } from './open-expense-act.server.ts'

/** A no, with its reason. Nothing was booked; its receipts may be claimed again, correctly. */
export async function rejectExpense(rejection: {
  staff: ActingStaff
  claimId: string
  reason: ExpenseRejectionReason
}): Promise<void> {
  const { staff, claimId, reason } = rejection
  await inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const { fundId, totalCents } = await openExpense(tx, 'reject', { staff, claimId })
    await tx.expenseRejection.create({ data: { claimId, rejectedBy: staff.id, reason, occurredAt: now() } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'expense.rejected',
      subject: 'expense',
      subjectId: claimId,
      fundId,
      detail: { reason, totalCents: totalCents.toString() },
    })
  })
}
