import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { now } from '#app/platform/clock.ts'
import type { ExpenseRejectionReason } from './expense.ts'
import { openExpense } from './open-expense-act.server.ts'

/** A no, with its reason. Nothing was booked; its receipts may be claimed again, correctly. */
export async function rejectExpense(rejection: {
  staff: ActingStaff
  claimId: string
  reason: ExpenseRejectionReason
}): Promise<void> {
  const { staff, claimId, reason } = rejection
  const attempted = { action: 'expense.rejected', subject: 'expense', subjectId: claimId }
  await attempt({ staff, ...attempted }, async (tx) => {
    const { fundId, totalCents } = await openExpense(tx, 'reject', { staff, claimId })
    await tx.expenseRejection.create({ data: { claimId, rejectedBy: staff.id, reason, occurredAt: now() } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...attempted,
      fundId,
      detail: { reason, totalCents: totalCents.toString() },
    })
  })
}
