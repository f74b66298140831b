import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { approvalsRequired } from '#app/domain/funds/approvals-required.server.ts'
import { refuseAboveCaps } from '#app/domain/funds/refuse-above-caps.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { programCostPaid, supportPaid } from '#app/domain/ledger/transfers/spending.ts'
import { cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type OpenExpense, openExpense } from './open-expense-act.server.ts'
import { payableOf } from './payable.ts'

export type ExpenseApproval = {
  staff: ActingStaff
  claimId: string
  /** What was on the screen: approving binds to it and to nothing else. */
  contentHash: string
  stepUpId: string
}

/**
 * One person's yes. With the last one that the fund's rule asks for, each line is booked and owed. Refuses one's own claim, a
 * second yes, changed content, what the fund has not free, and what is above its limits.
 */
export async function approveExpense(approval: ExpenseApproval): Promise<{ missing: number }> {
  const { staff, claimId, contentHash, stepUpId } = approval
  const attempted = { action: 'expense.approved', subject: 'expense', subjectId: claimId }
  return attempt({ staff, ...attempted }, async (tx) => {
    const expense = await openExpense(tx, 'approve', { staff, claimId })
    if (expense.contentHash !== contentHash) throw new Refusal('content_changed')
    const at = now()
    await tx.expenseApproval.create({
      data: { claimId, approverId: staff.id, contentHash, stepUpId, occurredAt: at },
    })
    const given = expense.approverIds.length + 1
    const required = await approvalsRequired(tx, { fundId: expense.fundId, total: expense.totalCents })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...attempted,
      fundId: expense.fundId,
      detail: { given, required, totalCents: expense.totalCents.toString() },
    })
    await tellAdministrators(tx, {
      ...{ fundId: expense.fundId, event: 'approved', by: staff.id, key: `expense:${claimId}:${staff.id}` },
      amountCents: expense.totalCents,
      path: `/admin/expenses/${claimId}`,
    })
    if (given >= required) await book(tx, expense, at)
    return { missing: Math.max(required - given, 0) }
  })
}

/** From here the fund owes it: free to commit falls by it, until it is paid and the bank falls instead. */
async function book(tx: Tx, { id, fundId, kind, totalCents }: OpenExpense, at: Date): Promise<void> {
  const free = await freeToCommit(tx, fundId)
  if (totalCents > free) throw new Refusal('fund_never_overcommitted', { free, needed: totalCents })
  await refuseAboveCaps(tx, { fundId, total: cents(totalCents) })
  await tx.expenseBooking.create({
    data: { claimId: id, amountCents: totalCents, freeToCommitSeenCents: free, occurredAt: at },
  })
  const lines = await tx.expenseLine.findMany({
    where: { claimId: id },
    include: { fundPurposeCode: { include: { purposeCodeRow: true } } },
    orderBy: { position: 'asc' },
  })
  await postTransfers(tx, {
    source: { kind: 'expense', id },
    occurredAt: at,
    transfers: lines.flatMap(({ position, amountCents, fundPurposeCode }) => {
      const spent = fundPurposeCode.purposeCodeRow.account === 'program_cost' ? programCostPaid : supportPaid
      return spent({ fundId, amount: cents(amountCents), from: payableOf[kind], part: position })
    }),
  })
}
