import type { CsvLayout } from '#app/domain/bank/statement/csv-layout.ts'
import { freshLines } from '#app/domain/bank/statement/import-statement.server.ts'
import { openedStatement } from '#app/domain/bank/statement/opened-statement.server.ts'
import type { ReadLine, ReadStatement } from '#app/domain/bank/statement/statement.ts'
import { headingsOf, likelyFirstRow, namesIn, topOf } from '#app/domain/bank/statement/table-top.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

const shownLines = 20
const shownProblems = 50
/** Letters of a row among those to choose from. */
const shownOfRow = 80

/** A file of the bank, what it says by now and what is wrong with it; null where it is not there for this person. */
export async function statementPage(of: { staff: { fundIds: string[] }; statementId: string }) {
  const { staff, statementId } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const known = await tx.bankStatement.count({ where: { id: statementId } })
    if (known === 0) return null
    const { statement, account, text, layout, read } = await openedStatement(tx, statementId)
    const { bankStatementImport: done, bankStatementWithdrawal: withdrawal } = statement
    const uploader = await tx.staff.findUnique({
      where: { id: statement.uploadedBy },
      select: { name: true },
    })
    const day = (date: Date) => date.toISOString().slice(0, 10)
    return {
      account: { id: account.id, name: account.name, last4: account.last4 },
      fundIds: await fundsAt(tx, account.id),
      layout,
      table: statement.format === 'csv' ? tableOf(text, layout) : null,
      statement: {
        ...{
          id: statementId,
          format: statement.format,
          at: statement.occurredAt,
          uploadedBy: uploader?.name ?? '',
        },
        imported: done && {
          ...{
            from: day(done.fromDay),
            through: day(done.throughDay),
            fresh: done.newLines,
            known: done.knownLines,
          },
        },
        withdrawn: withdrawal?.reason ?? null,
      },
      preview: read && (await previewOf(tx, account.id, read)),
    }
  })
}

/** The rows in which the table may begin, the one that was chosen or seems to be it, and the names in it. */
function tableOf(text: string, layout: CsvLayout | null) {
  const top = topOf(text, layout?.delimiter ?? 'comma')
  const firstRow = layout?.firstRow ?? likelyFirstRow(top)
  const rows = top.map(({ row, cells }) => ({ row, text: namesIn(cells).join(' · ').slice(0, shownOfRow) }))
  return { rows, firstRow, headings: headingsOf(top, firstRow) }
}

async function previewOf(tx: Tx, accountId: string, { lines, problems, balance }: ReadStatement) {
  const fresh = problems.length === 0 ? (await freshLines(tx, accountId, lines)).map(({ line }) => line) : []
  const total = (of: ReadLine[]) => of.reduce((sum, { amount }) => sum + amount, 0n)
  return {
    ...{ lines: lines.slice(0, shownLines), balance },
    ...{ problems: problems.slice(0, shownProblems), problemCount: problems.length },
    ...{
      count: lines.length,
      fresh: fresh.length,
      similar: await similarLines(tx, accountId, fresh),
      equal: equalLines(lines),
    },
    cameCents: total(lines.filter(({ amount }) => amount > 0n)),
    wentCents: total(lines.filter(({ amount }) => amount < 0n)),
  }
}

/** Lines that say just what another of the same file says: two payments, or one that is written twice. */
function equalLines(lines: ReadLine[]): number {
  const said = lines.map(({ day, amount, text, bankId }) => JSON.stringify([day, `${amount}`, text, bankId]))
  return said.length - new Set(said).size
}

/** New lines of just the day and amount of lines that stand: perhaps the same, told by another format. */
async function similarLines(tx: Tx, accountId: string, fresh: ReadLine[]): Promise<number> {
  const rows = await tx.$queryRaw<{ count: bigint }[]>`
    select count(*) from unnest(${fresh.map(({ day }) => day)}::date[], ${fresh.map(({ amount }) => amount)}::bigint[]) n (day, cents)
     where exists (select from standing_bank_line l where l.bank_account_id = ${accountId}::uuid
                      and l.day = n.day and l.amount_cents = n.cents)`
  return Number(rows[0]?.count ?? 0n)
}

const fundsAt = async (tx: Tx, accountId: string): Promise<string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct h.fund_id::text as id from bank_account_fund h join fund f on f.id = h.fund_id
     where h.bank_account_id = ${accountId}::uuid and f.kind <> 'operating'`
  return rows.map(({ id }) => id)
}
