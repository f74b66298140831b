import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { accountOf, type BankStaff } from '#app/domain/bank/account-of.server.ts'
import type { withdrawReasons } from '#app/domain/bank/forms.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'

/**
 * A file was read wrongly: its lines stand no more, and stay on record. Refuses `statement_unknown`, `role_may_not`,
 * `statement_is_withdrawn_once`, and while a line of it is matched or its month is closed `statement_is_still_free`.
 */
export async function withdrawStatement(act: {
  staff: BankStaff
  statementId: string
  reason: (typeof withdrawReasons)[number]
}): Promise<void> {
  const { staff, statementId, reason } = act
  const of = { action: 'bank_statement.withdrawn', subject: 'bank_statement', subjectId: statementId }
  await attempt({ staff, ...of, detail: { cause: reason } }, async (tx) => {
    const statement = await tx.bankStatement.findUnique({
      where: { id: statementId },
      select: { bankAccountId: true, bankStatementWithdrawal: { select: { reason: true } } },
    })
    if (!statement) throw new Refusal('statement_unknown')
    await accountOf(tx, { staff, accountId: statement.bankAccountId, action: 'reconciliation:work' })
    if (statement.bankStatementWithdrawal) throw new Refusal('statement_is_withdrawn_once')
    await tx.bankStatementWithdrawal.create({
      data: { statementId, reason, withdrawnBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, { actor: { kind: 'staff', id: staff.id }, ...of, detail: { cause: reason } })
  })
}
