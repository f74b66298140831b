import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { accountOf, type BankStaff, lockAccount } from '#app/domain/bank/account-of.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import { seal } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { lineTokens } from './line-tokens.server.ts'
import { openedStatement } from './opened-statement.server.ts'
import type { ReadLine } from './statement.ts'

export const lineCell = (of: { statementId: string; rowNumber: number }) => ({
  table: 'bank_line',
  column: 'text',
  row: `${of.statementId}:${of.rowNumber}`,
})

type Taken = { fresh: number; known: number }

/**
 * Takes the lines of an uploaded file in, all or none; those that stand already are left out. Then they are matched by rule.
 *
 * Refuses `statement_unknown`, `role_may_not`, `statement_has_no_columns`, `statement_has_problems`, and for one that was
 * imported or withdrawn before `statement_is_imported_once`.
 */
export async function importStatement(act: { staff: BankStaff; statementId: string }): Promise<Taken> {
  const { staff, statementId } = act
  const of = { action: 'bank_statement.imported', subject: 'bank_statement', subjectId: statementId }
  return attempt({ staff, ...of }, async (tx) => {
    const { statement, account, read } = await openedStatement(tx, statementId)
    await accountOf(tx, { staff, accountId: account.id, action: 'reconciliation:work' })
    await lockAccount(tx, account.id)
    const done = await tx.bankStatementImport.count({ where: { statementId } })
    if (done > 0 || statement.bankStatementWithdrawal) throw new Refusal('statement_is_imported_once')
    if (!read) throw new Refusal('statement_has_no_columns')
    if (read.problems.length > 0) throw new Refusal('statement_has_problems', { count: read.problems.length })

    const fresh = await freshLines(tx, account.id, read.lines)
    await storeLines(tx, { accountId: account.id, statementId, fresh })
    const days = read.lines.map(({ day }) => day).sort()
    const taken = { fresh: fresh.length, known: read.lines.length - fresh.length }
    await tx.bankStatementImport.create({
      data: {
        ...{
          statementId,
          newLines: taken.fresh,
          knownLines: taken.known,
          importedBy: staff.id,
          occurredAt: now(),
        },
        fromDay: new Date([read.days?.from ?? '9999', days[0] ?? '9999'].sort()[0] ?? ''),
        throughDay: new Date([read.days?.through ?? '', days.at(-1) ?? ''].sort().at(-1) ?? ''),
      },
    })
    if (read.balance) {
      const { day, cents } = read.balance
      await tx.bankStatementBalance.create({
        data: { statementId, asOfDay: new Date(day), balanceCents: cents },
      })
    }
    await recordAudit(tx, { actor: { kind: 'staff', id: staff.id }, ...of, detail: taken })
    await enqueue(tx, 'bank.match', {}, { key: 'bank.match' })
    return taken
  })
}

type Fresh = { line: ReadLine; token: Buffer<ArrayBuffer> }

/** The lines that do not stand yet. */
export async function freshLines(tx: Tx, accountId: string, lines: ReadLine[]): Promise<Fresh[]> {
  const tokens = lineTokens(accountId, lines)
  const rows = await tx.$queryRaw<{ token: string }[]>`
    select encode(l.line_token, 'hex') as token from standing_bank_line l
     where l.bank_account_id = ${accountId}::uuid and l.line_token = any (${tokens}::bytea[])`
  const known = new Set(rows.map(({ token }) => token))
  return lines.flatMap((line, index) => {
    const token = tokens[index]
    return token && !known.has(token.toString('hex')) ? [{ line, token }] : []
  })
}

const atOnce = 1_000

async function storeLines(
  tx: Tx,
  of: { accountId: string; statementId: string; fresh: Fresh[] },
): Promise<void> {
  const { accountId: bankAccountId, statementId, fresh } = of
  for (let from = 0; from < fresh.length; from += atOnce) {
    await tx.bankLine.createMany({
      data: fresh.slice(from, from + atOnce).map(({ line, token }) => ({
        ...{ bankAccountId, statementId, rowNumber: line.row, day: new Date(line.day) },
        ...{ amountCents: line.amount, lineToken: token },
        text: seal(line.text, lineCell({ statementId, rowNumber: line.row })),
      })),
    })
  }
}
