import { dayOf } from '#app/domain/bonds/day-of.ts'
import { organizationHere } from '#app/domain/organization/organization-here.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { openBytes } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { brokenLetters } from './broken-letters.ts'
import { CsvLayout } from './csv-layout.ts'
import { decodeText } from './decode-text.ts'
import { readCsvStatement } from './read-csv-statement.ts'
import { readOfx } from './read-ofx.ts'
import type { Expected, ReadStatement } from './statement.ts'
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
  const { currency, timezone } = await organizationHere(tx)
  const expected = { currency, today: dayOf(now(), timezone) }
  const read = readText(text, { format: statement.format, last4: account.last4, layout, expected })
  return { statement, account, text, layout, read }
}

type Known = { format: string; last4: string; layout: CsvLayout | null; expected: Expected }

function readText(text: string, { format, last4, layout, expected }: Known): ReadStatement | null {
  const problems = brokenLetters(text)
  if (problems.length > 0) return { lines: [], problems, days: null, balance: null }
  if (format === 'ofx') return readOfx(text, { last4, ...expected })
  return layout && readCsvStatement(text, layout, expected)
}

async function layoutOf(tx: Tx, bankAccountId: string): Promise<CsvLayout | null> {
  const newest = await tx.bankCsvLayout.findFirst({ where: { bankAccountId }, orderBy: { id: 'desc' } })
  return newest ? CsvLayout.parse(newest.layout) : null
}
