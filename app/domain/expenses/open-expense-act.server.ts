import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { type ExpenseAct, type ExpenseStanding, stateOf, whyNot } from './acts.ts'
import type { ExpenseKind } from './expense.ts'

export type OpenExpense = ExpenseStanding & {
  id: string
  fundId: string
  cardLast4: string | null
  totalCents: bigint
  contentHash: string
  /** Since when it is owed; null before the last approval. */
  bookedAt: Date | null
}

type Opened = { staff: ActingStaff; claimIds: string[] }

/**
 * How every act on expenses begins: the fund's bank is locked, which all of their records wait for, and the person is judged on
 * each. Refuses what the scope does not show, and claims of several funds.
 */
export async function openExpenses(tx: Tx, act: ExpenseAct, opened: Opened): Promise<OpenExpense[]> {
  const claimIds = [...new Set(opened.claimIds)]
  const found = await tx.expenseClaim.findMany({ where: { id: { in: claimIds } }, select: { fundId: true } })
  const [fundId, ...otherFunds] = new Set(found.map((claim) => claim.fundId))
  if (!fundId || found.length < claimIds.length) throw new Refusal('expense_unknown')
  if (otherFunds.length > 0) throw new Refusal('expense_payment_is_of_one_debt')
  await lockFundBank(tx, [fundId])

  const roles = await rolesInFund(tx, { staffId: opened.staff.id, fundId })
  const rows = await tx.expenseClaim.findMany({
    where: { id: { in: claimIds } },
    include: { approvals: { select: { approverId: true } }, booking: true, rejection: true, payment: true },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ approvals, booking, rejection, payment, ...row }) => {
    const expense: OpenExpense = {
      ...row,
      kind: row.kind as ExpenseKind,
      state: stateOf({ booked: !!booking, rejected: !!rejection, paid: !!payment }),
      approverIds: approvals.map(({ approverId }) => approverId),
      bookedAt: booking?.occurredAt ?? null,
    }
    const refusal = whyNot(act, expense, { id: opened.staff.id, roles })
    if (refusal) throw refusal
    return expense
  })
}

export async function openExpense(
  tx: Tx,
  act: ExpenseAct,
  { staff, claimId }: { staff: ActingStaff; claimId: string },
): Promise<OpenExpense> {
  const [expense] = await openExpenses(tx, act, { staff, claimIds: [claimId] })
  if (!expense) throw new Refusal('expense_unknown')
  return expense
}
