import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { JournalFormat } from './journal-text.ts'

/** As long as a proof of presence is fresh, and a little: a file is asked for as soon as it is made. */
const openMinutes = 15

const day = (date: Date): string => date.toISOString().slice(0, 10)

/** An export that this very person made a moment ago; null for any other. */
export async function openedJournal(of: { exportId: string; staff: { id: string; fundIds: string[] } }) {
  const made = await inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, (tx) =>
    tx.journalExport.findFirst({ where: { id: of.exportId, exportedBy: of.staff.id } }),
  )
  if (!made || made.recordedAt.getTime() < now().getTime() - openMinutes * 60_000) return null
  return {
    ...{
      id: made.id,
      format: made.format as JournalFormat,
      transfers: made.transfers,
      fundIds: made.fundIds,
    },
    ...{ fromDay: day(made.fromDay), throughDay: day(made.throughDay), last: made.lastTransferId },
  }
}
