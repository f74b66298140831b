import { organizationHere } from '#app/domain/organization/organization-here.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { openBytes } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { CsvLayout } from './csv-layout.ts'
import { decodeText } from './decode-text.ts'
import { readCsvStatement } from './read-csv-statement.ts'
import { readOfx } from './read-ofx.ts'
import type { ReadStatement } from './statement.ts'
import { contentCell } from './upload-statement.server.ts'

/** An uploaded file with what it says now: read anew each time, by its bank's newest layout. Refuses `statement_unknown`. */
export async function openedStatement(tx: Tx, statementId: string) {
  const statement = await tx.bankStatement.findUnique({
    where: { id: statementId },
    include: { bankStatementImport: true, bankStatementWithdrawal: true },
  })
  if (!statement) throw new Refusal('statement_unknown')
  const account = await tx.bankAccount.findUniqueOrThrow({ where: { id: statement.bankAccountId } })
  const text = decodeText(openBytes(statement.content, contentCell(statementId)))
  const layout = await layoutOf(tx, account.id)
  const { currency } = await organizationHere(tx)
  const read: ReadStatement | null =
    statement.format === 'ofx'
      ? readOfx(text, { last4: account.last4, currency })
      : layout && readCsvStatement(text, layout)
  return { statement, account, text, layout, read }
}

async function layoutOf(tx: Tx, bankAccountId: string): Promise<CsvLayout | null> {
  const newest = await tx.bankCsvLayout.findFirst({ where: { bankAccountId }, orderBy: { id: 'desc' } })
  return newest ? CsvLayout.parse(newest.layout) : null
}
