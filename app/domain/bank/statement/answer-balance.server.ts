import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { accountOf, type BankStaff, lockAccount } from '#app/domain/bank/account-of.server.ts'
import type { balanceReasons } from '#app/domain/bank/forms.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'

/**
 * Says why what the bank holds differs from the books by just these cents, where no line can: money that lay there before
 * the books began. It answers this figure and no other; who said it confirms no close that rests on it.
 *
 * Refuses `bank_account_unknown`, `role_may_not`, and where no file says a balance that differs by them
 * `answered_balance_differs`.
 */
export async function answerBalance(act: {
  staff: BankStaff
  accountId: string
  differenceCents: bigint
  reason: (typeof balanceReasons)[number]
}): Promise<void> {
  const { staff, accountId, differenceCents, reason } = act
  const of = { action: 'bank_account.balance_answered', subject: 'bank_account', subjectId: accountId }
  await attempt({ staff, ...of, detail: { cause: reason } }, async (tx) => {
    await accountOf(tx, { staff, accountId, action: 'reconciliation:work' })
    await lockAccount(tx, accountId)
    // The day of any month's end, or the last that was told: the figure is the one that its reader saw.
    const rows = await tx.$queryRaw<unknown[]>`
      select from bank_statement_balance v join bank_statement s on s.id = v.statement_id
       where s.bank_account_id = ${accountId}::uuid and ${differenceCents}::bigint <> 0
         and v.balance_cents - bank_balance_by_books(s.bank_account_id, v.as_of_day) = ${differenceCents} limit 1`
    if (rows.length === 0) throw new Refusal('answered_balance_differs')
    await tx.bankBalanceAnswer.create({
      data: { bankAccountId: accountId, differenceCents, reason, answeredBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...of,
      detail: { cause: reason, differenceCents: String(differenceCents) },
    })
  })
}
