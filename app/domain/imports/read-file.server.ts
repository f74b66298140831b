import { randomUUID } from 'node:crypto'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { erasedToken } from '#app/domain/donor-area/erasure/erased-address.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { now } from '#app/platform/clock.ts'
import { type CsvRecord, csvRecords, UnreadableCsv } from '#app/platform/csv/records.ts'
import { decoded } from '#app/platform/csv/text-kind.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { campaignsKnown, mostCampaigns } from './campaigns.server.ts'
import { countImportedRows } from './count-imported-rows.server.ts'
import { noteFindings } from './find-again.server.ts'
import { giverTokens } from './giver-tokens.server.ts'
import { mostRows, refundsUnsaid } from './import.ts'
import { dropPieces, piecesOf } from './keep-file.server.ts'
import { isDonorList, type Layout, placeColumns, readyLayouts, saysRefunds } from './layouts.ts'
import { lockImport, type OpenImport } from './lock-import.server.ts'
import { ownLayout } from './own-layout.ts'
import { type Reading, type ReadRow, readRow } from './read-row.ts'
import { writeRows } from './write-rows.server.ts'

const system = { scope: { kind: 'system' } } as const
const atOnce = 500

/** Why a whole file is no import: a code, and where in it. */
type Broken = { reason: string; line: number; column: number }

/** One reading of one file. Whoever begins another takes the file over, and this one adds no more. */
type Reader = { batch: OpenImport; reader: string; bytes: number }

/**
 * Reads a kept file row by row into what is looked at before it comes in, piece by piece. A file that cannot be told apart,
 * or that is not of its layout, is refused as a whole, with the place. Nothing of it is anyone's gift yet.
 */
export async function readImport({ batchId }: { batchId: string }): Promise<void> {
  const reader = await inTransaction(system, (tx) => begin(tx, batchId))
  if (!reader) return
  const { timezone } = await organization()
  const rows = await stageRows(reader)
  await countImportedRows()
  await inTransaction({ ...system, milliseconds: 240_000 }, async (tx) => {
    const open = await lockImport(tx, batchId)
    if (open?.stage !== 'reading' || !(await isStill(tx, reader))) return
    if ('count' in rows) {
      if (BigInt(reader.bytes) !== open.fileBytes) throw new Error('a piece of a kept file is missing')
      await noteFindings(tx, { batchId, timezone })
    } else await tx.importRow.deleteMany({ where: { batchId } })
    await dropPieces(tx, batchId)
    await tx.importEvent.create({
      data: { batchId, occurredAt: now(), ...('count' in rows ? read(rows) : unreadable(rows)) },
    })
  })
}

const read = ({ count, saysRefunds }: Staged) => ({
  ...{ kind: 'read', rows: count, reason: saysRefunds ? '' : refundsUnsaid },
})
const unreadable = ({ reason, line, column }: Broken) => ({
  ...{ kind: 'unreadable', reason, line, columnNo: column },
})

/** A worker that died while it read left rows behind; one that lives finds that another reads. */
async function begin(tx: Tx, batchId: string): Promise<Reader | null> {
  const batch = await lockImport(tx, batchId)
  if (batch?.stage !== 'reading') return null
  const reader = randomUUID()
  await tx.importProgress.update({ where: { batchId }, data: { reader, done: 0n } })
  await tx.importRow.deleteMany({ where: { batchId } })
  return { batch, reader, bytes: 0 }
}

/** Held until the transaction ends: nobody takes the file over between this and what is written of it. */
async function isStill(tx: Tx, { batch, reader }: Reader): Promise<boolean> {
  const held = await tx.importProgress.updateMany({
    where: { batchId: batch.id, reader },
    data: { reader },
  })
  return held.count > 0
}

type Staged = { count: number; saysRefunds: boolean }

/** Answers how many rows there are and what they can tell, or what is wrong with the file. */
async function stageRows(reader: Reader): Promise<Staged | Broken> {
  const { batch } = reader
  const text = decoded(counted(reader), batch.encoding)
  let reading: Reading | null = null
  let held: ReadRow[] = []
  const campaigns = new Set<string>()
  let rows = 0
  try {
    for await (const record of csvRecords(text, batch)) {
      if (!reading) {
        const begun = await readingOf(batch, record)
        if ('reason' in begun) return begun
        reading = begun
        continue
      }
      if (record.cells.every((cell) => cell.trim() === '')) continue
      if (++rows > mostRows) return { reason: 'too_many_rows', line: record.line, column: 1 }
      const row = readRow(record.cells, record.line, reading)
      held.push(row)
      if (row.campaignToken !== '') campaigns.add(row.campaignToken)
      if (campaigns.size > mostCampaigns)
        return { reason: 'too_many_campaigns', line: row.line, column: (reading.columns.fund?.[0] ?? 0) + 1 }
      if (held.length < atOnce) continue
      if (!(await keep(reader, held))) return { reason: 'cancelled', line: record.line, column: 1 }
      held = []
    }
    await keep(reader, held)
  } catch (error) {
    if (!(error instanceof UnreadableCsv)) throw error
    return { reason: error.problem, line: error.line, column: error.column }
  }
  return rows > 0 && reading
    ? { count: rows, saysRefunds: saysRefunds(reading.layout, reading.columns) }
    : { reason: 'no_rows', line: 1, column: 1 }
}

async function* counted(reader: Reader): AsyncGenerator<Uint8Array> {
  for await (const piece of piecesOf({ id: reader.batch.id })) {
    yield piece
    reader.bytes += piece.length
  }
}

/** Rows, and how far the file is read by then. False where nobody wants them: it was called off, or another reads it anew. */
async function keep(reader: Reader, rows: ReadRow[]): Promise<boolean> {
  const batchId = reader.batch.id
  const known = giverTokens(reader.batch)
  const tokens = rows.map((row) => ({
    ...known(row),
    token: row.email === '' ? '' : erasedToken(row.email).toString('hex'),
  }))
  return inTransaction(system, async (tx) => {
    if (!(await isStill(tx, reader))) return false
    const ended = await tx.importEvent.count({ where: { batchId, kind: 'cancelled' } })
    if (ended > 0) return false
    await writeRows(tx, { batchId, rows, tokens })
    await tx.importProgress.updateMany({ where: { batchId }, data: { done: BigInt(reader.bytes) } })
    return true
  })
}

async function readingOf(batch: OpenImport, head: CsvRecord): Promise<Reading | Broken> {
  const layout = layoutOf(batch)
  const placed = placeColumns(layout, head.cells)
  if (!placed.ok)
    return { reason: `${placed.problem}.${placed.field}`, line: head.line, column: placed.column }
  const { timezone, currency, goLiveAt } = await organization()
  return {
    ...{ layout, columns: placed.columns, headers: head.cells.length, order: batch.dayOrder },
    ...{ timezone, currency, goLiveOn: dayOf(goLiveAt, timezone), fundId: batch.fundId },
    campaignOf: await inTransaction(system, (tx) =>
      campaignsKnown(tx, { batchId: batch.id, staffId: batch.uploadedBy }),
    ),
  }
}

const layoutOf = ({ layout, columns }: OpenImport): Layout =>
  layout === 'own' || layout === 'own_donors'
    ? ownLayout(columns ?? {}, isDonorList(layout) ? 'donors' : 'gifts')
    : readyLayouts[layout]
