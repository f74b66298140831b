import { now } from '#app/platform/clock.ts'
import { open } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { noteCell } from './note-cell.ts'

export type DonorNote = {
  id: string
  /** Null once it was emptied with its donor. */
  text: string | null
  writtenBy: string
  writtenAt: Date
  ended: { reason: string; by: string; at: Date } | null
}

type NoteRow = {
  id: string
  sealed: Uint8Array | null
  writtenBy: string
  writtenAt: Date
  reason: string | null
  endedBy: string | null
  endedAt: Date | null
}

/** What staff wrote down, the newest first, what still counts before what does not. */
export async function donorNotes(tx: Tx, { donorId }: { donorId: string }): Promise<DonorNote[]> {
  const rows = await tx.$queryRaw<NoteRow[]>`
    select n.id::text as id, n.sealed, s.name as "writtenBy", n.occurred_at as "writtenAt",
           e.reason, b.name as "endedBy", e.occurred_at as "endedAt"
      from donor_note n join staff s on s.id = n.written_by
      left join donor_note_end e on e.note_id = n.id left join staff b on b.id = e.ended_by
     where n.donor_id = any (donor_family(${donorId}::uuid))
     order by e.note_id is not null, n.occurred_at desc, n.id`
  return rows.map(({ id, sealed, writtenBy, writtenAt, reason, endedBy, endedAt }) => ({
    ...{ id, writtenBy, writtenAt },
    text: sealed && open(sealed, noteCell(id)),
    ended: reason && endedBy && endedAt ? { reason, by: endedBy, at: endedAt } : null,
  }))
}

export type DonorStop = {
  id: string
  topic: string | null
  reason: string
  /** The last day of it; null: for good. */
  until: string | null
  setBy: string
  setAt: Date
}

/** About what a donor is left alone now. */
export const donorStops = (tx: Tx, { donorId }: { donorId: string }): Promise<DonorStop[]> =>
  tx.$queryRaw<DonorStop[]>`
    select s.id::text as id, s.topic, s.reason, s.until::text as until, b.name as "setBy", s.occurred_at as "setAt"
      from donor_contact_stop s join staff b on b.id = s.set_by
     where s.donor_id = any (donor_family(${donorId}::uuid)) and (s.until is null or s.until >= local_day(${now()}::timestamptz))
       and not exists (select from donor_contact_stop_end e where e.stop_id = s.id)
     order by s.topic nulls first, s.occurred_at`
