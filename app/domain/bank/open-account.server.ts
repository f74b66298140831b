import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { operatingFundId } from '#app/domain/stripe-mirror/operating-fund.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { accountOf, type BankStaff } from './account-of.server.ts'

type Opening = {
  staff: BankStaff
  name: string
  last4: string
  /** From this day on its lines are compared with the books. */
  fromDay: string
  fundIds: string[]
}

/** A bank account is made known, with the funds whose money lies there. Refuses what `placeFund` refuses. */
export async function openBankAccount(opening: Opening): Promise<{ accountId: string }> {
  const { staff, name, last4, fundIds, fromDay } = opening
  const accountId = randomUUID()
  const of = { action: 'bank_account.opened', subject: 'bank_account', subjectId: accountId }
  return attempt({ staff, ...of }, async (tx) => {
    // Many at once: one row could not read itself back before it lies in anyone's scope.
    await tx.bankAccount.createMany({
      data: [{ id: accountId, name, last4, openedBy: staff.id, occurredAt: now() }],
    })
    for (const fundId of [...new Set(fundIds)]) await place(tx, { staff, accountId, fundId, fromDay })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...of,
      detail: { funds: fundIds.length },
    })
    return { accountId }
  })
}

type Placing = { staff: BankStaff; accountId: string; fundId: string; fromDay: string }

/**
 * From a day on a fund's money lies at this account. Refuses `fund_unknown`, `role_may_not`, `bank_account_unknown`,
 * `closed_months_keep_their_account` and `fund_moves_its_account_forward`.
 */
export async function placeFund(placing: Placing): Promise<void> {
  const { staff, accountId, fundId } = placing
  const of = { action: 'bank_account.fund_placed', subject: 'bank_account', subjectId: accountId, fundId }
  await attempt({ staff, ...of }, async (tx) => {
    await accountOf(tx, { staff, accountId, action: 'reconciliation:work' })
    await place(tx, placing)
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...of,
      detail: { fromDay: placing.fromDay },
    })
  })
}

async function place(tx: Tx, { staff, accountId, fundId, fromDay }: Placing): Promise<void> {
  if (fundId !== (await operatingFundId(tx))) {
    if (!staff.fundIds.includes(fundId)) throw new Refusal('fund_unknown')
    await requireRole(tx, { staffId: staff.id, fundId, action: 'reconciliation:work' })
  }
  const closed = await tx.$queryRaw<unknown[]>`
    select from organization where ${fromDay}::date < day_here(books_closed_through())`
  if (closed.length > 0) throw new Refusal('closed_months_keep_their_account', {}, 'fromDay')
  const later = await tx.$queryRaw<unknown[]>`
    select from bank_account_fund where fund_id = ${fundId}::uuid and from_day >= ${fromDay}::date limit 1`
  if (later.length > 0) throw new Refusal('fund_moves_its_account_forward', {}, 'fromDay')
  await tx.bankAccountFund.createMany({
    data: [
      {
        fundId,
        fromDay: new Date(fromDay),
        bankAccountId: accountId,
        assignedBy: staff.id,
        occurredAt: now(),
      },
    ],
  })
}
