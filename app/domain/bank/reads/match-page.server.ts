import { keyOf } from '#app/domain/bank/forms.ts'
import { lineCell } from '#app/domain/bank/statement/import-statement.server.ts'
import { open } from '#app/platform/crypto.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type ListedMatch, oneMatch } from './list-matches.server.ts'
import { type Place, placesOf } from './places.server.ts'

export type MatchedLine = {
  id: bigint
  day: string
  amount: bigint
  text: string
  statementId: string
  row: number
}
export type MatchedMovement = { key: string; sourceKind: string; amountCents: bigint; place: Place | null }

/** One match: the bank's lines and where they stand, and the movements of the books that they tell of; null where it is not there for this person. */
export async function matchPage(of: { staff: { fundIds: string[] }; matchId: string }) {
  return inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => {
    const match: ListedMatch | null = await oneMatch(tx, of.matchId)
    if (!match) return null
    const { bankAccountId } = await tx.bankMatch.findUniqueOrThrow({ where: { id: of.matchId } })
    const account = await tx.bankAccount.findUniqueOrThrow({
      where: { id: bankAccountId },
      select: { id: true, name: true, last4: true },
    })
    return {
      account,
      match,
      lines: await linesOf(tx, of.matchId),
      movements: await movementsOf(tx, of.matchId),
      deposits: await depositsOf(tx, of.matchId),
    }
  })
}

async function linesOf(tx: Tx, matchId: string): Promise<MatchedLine[]> {
  const rows = await tx.$queryRaw<(Omit<MatchedLine, 'text'> & { text: Uint8Array })[]>`
    select l.id, l.day::text as day, l.amount_cents as amount, l.text, l.statement_id::text as "statementId", l.row_number as row
      from bank_match_line x join bank_line l on l.id = x.line_id where x.match_id = ${matchId}::uuid order by l.day, l.id`
  return rows.map((line) => ({
    ...line,
    text: open(line.text, lineCell({ statementId: line.statementId, rowNumber: line.row })),
  }))
}

async function movementsOf(tx: Tx, matchId: string): Promise<MatchedMovement[]> {
  const rows = await tx.bankMatchMovement.findMany({
    where: { matchId },
    orderBy: [{ sourceKind: 'asc' }, { sourceId: 'asc' }],
  })
  const places = await placesOf(tx, rows)
  return rows.map((row) => ({
    ...{ key: keyOf(row), sourceKind: row.sourceKind, amountCents: row.amountCents },
    place: places.get(keyOf(row)) ?? null,
  }))
}

/** The batches whose gifts were brought to the bank with this line. */
const depositsOf = (tx: Tx, matchId: string): Promise<{ id: string; reference: string }[]> =>
  tx.$queryRaw`
    select distinct b.id::text, b.reference
      from bank_match_movement v join payment p on v.source_kind = 'offline_gift' and p.id::text = v.source_id
      join offline_batch_line l on l.id = p.offline_line_id join offline_batch b on b.id = l.batch_id
     where v.match_id = ${matchId}::uuid order by b.reference`
