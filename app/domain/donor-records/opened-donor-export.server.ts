import { donorRows } from '#app/domain/donor-area/export/donor-rows.server.ts'
import type { ExportFormat, KeptRow } from '#app/domain/donor-area/export/export-format.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { donorNotes, donorStops } from './donor-notes.server.ts'

/** An export is good for this long: the proof of presence that it was made with is no older. */
const openFor = 15 * 60_000

/** An export that this person made of this donor a moment ago, with its rows. Null for anyone else's, and for one that is over. */
export async function openedDonorExport(of: {
  exportId: string
  donorId: string
  staff: { id: string; fundIds: string[] }
}): Promise<{ format: ExportFormat; rows: () => AsyncIterable<KeptRow> } | null> {
  const { exportId, donorId, staff } = of
  const made = await inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, (tx) =>
    tx.donorExport.findFirst({ where: { id: exportId, donorId, madeBy: staff.id } }),
  )
  if (!made || now().getTime() - made.occurredAt.getTime() > openFor) return null
  return { format: made.format as ExportFormat, rows: () => withNotes(donorId) }
}

/** What the donor would get themselves, and after it what staff wrote down about them. */
async function* withNotes(donorId: string): AsyncIterable<KeptRow> {
  yield* donorRows(donorId, 'staff')
  const kept = await inTransaction({ scope: { kind: 'system' } }, async (tx) => ({
    notes: await donorNotes(tx, { donorId }),
    stops: await donorStops(tx, { donorId }),
  }))
  for (const { text, writtenAt, ended } of kept.notes)
    yield {
      section: 'notes',
      fields: { text, written_at: writtenAt.toISOString(), ended_at: ended?.at.toISOString() ?? null },
    }
  for (const { topic, reason, until, setAt } of kept.stops)
    yield {
      section: 'left_alone',
      fields: { about: topic ?? 'everything', reason, until, since: setAt.toISOString() },
    }
}
