import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { accountOf, type BankStaff, lockAccount } from '#app/domain/bank/account-of.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { blindToken, seal, sha256Hex } from '#app/platform/crypto.ts'
import { decodeText } from './decode-text.ts'
import { looksLikeOfx } from './read-ofx.ts'
import { largestStatement } from './statement.ts'

export const contentCell = (statementId: string) => ({
  table: 'bank_statement',
  column: 'content',
  row: statementId,
})

/**
 * Keeps a file of the bank as it came, sealed. Nothing of it is taken in yet. The same file again, while it stands, is the
 * statement that is there. Refuses `bank_account_unknown`, `role_may_not` and `statement_too_large`.
 */
export async function uploadStatement(upload: {
  staff: BankStaff
  accountId: string
  file: Uint8Array
}): Promise<{ statementId: string; known: boolean }> {
  const { staff, accountId, file } = upload
  const of = { action: 'bank_statement.uploaded', subject: 'bank_account', subjectId: accountId }
  return attempt({ staff, ...of }, async (tx) => {
    if (file.length > largestStatement) throw new Refusal('statement_too_large', {}, 'file')
    await accountOf(tx, { staff, accountId, action: 'reconciliation:work' })
    await lockAccount(tx, accountId)
    const contentToken = blindToken('bank_statement', sha256Hex(file))
    const known = await tx.bankStatement.findFirst({
      where: { bankAccountId: accountId, contentToken, bankStatementWithdrawal: null },
      select: { id: true },
    })
    if (known) return { statementId: known.id, known: true }
    const statementId = randomUUID()
    const format = looksLikeOfx(decodeText(file)) ? 'ofx' : 'csv'
    await tx.bankStatement.create({
      data: {
        ...{ id: statementId, bankAccountId: accountId, format, contentToken, uploadedBy: staff.id },
        ...{ content: seal(file, contentCell(statementId)), occurredAt: now() },
      },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...of,
      detail: { statementId, format, bytes: file.length },
    })
    return { statementId, known: false }
  })
}
