import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { accountOf, type BankStaff, lockAccount } from '#app/domain/bank/account-of.server.ts'
import { reachOf } from '#app/domain/bank/reads/reach.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { organizationHere } from '#app/domain/organization/organization-here.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'

/**
 * A person who looked at the bank says that nothing moved there after the last day of its statements, through a day that is
 * over: a file of lines cannot say it. It stands until a line of those days comes up; who said it confirms no close that
 * rests on it.
 *
 * Refuses `bank_account_unknown`, `role_may_not`, `still_days_follow_the_statement`, `still_days_are_over` and
 * `still_days_have_no_line`.
 */
export async function sayNothingMoved(act: {
  staff: BankStaff
  accountId: string
  /** As `2026-10-31`. */
  throughDay: string
}): Promise<void> {
  const { staff, accountId, throughDay } = act
  const of = { action: 'bank_account.nothing_moved', subject: 'bank_account', subjectId: accountId }
  await attempt({ staff, ...of, detail: { throughDay } }, async (tx) => {
    await accountOf(tx, { staff, accountId, action: 'reconciliation:work' })
    await lockAccount(tx, accountId)
    const { timezone } = await organizationHere(tx)
    if (throughDay >= dayOf(now(), timezone)) throw new Refusal('still_days_are_over', {}, 'throughDay')
    const { read: afterDay } = await reachOf(tx, accountId)
    if (!afterDay || throughDay <= afterDay)
      throw new Refusal('still_days_follow_the_statement', {}, 'throughDay')
    const days = { afterDay: new Date(afterDay), throughDay: new Date(throughDay) }
    const lines = await tx.$queryRaw<unknown[]>`
      select from standing_bank_line l where l.bank_account_id = ${accountId}::uuid
         and l.day > ${afterDay}::date and l.day <= ${throughDay}::date limit 1`
    if (lines.length > 0) throw new Refusal('still_days_have_no_line', {}, 'throughDay')
    await tx.bankStillDays.create({
      data: { bankAccountId: accountId, ...days, saidBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...of,
      detail: { afterDay, throughDay },
    })
  })
}
