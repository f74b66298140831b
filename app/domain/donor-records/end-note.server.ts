import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { openDonor } from './open-donor.server.ts'
import type { noteEndReasons } from './reasons.ts'

/** Says that a note no longer counts; it can still be read. Refuses `note_unknown`, `note_is_ended_once`, and as `openDonor` does. */
export async function endNote(of: {
  staff: { id: string; fundIds: string[] }
  donorId: string
  noteId: string
  reason: (typeof noteEndReasons)[number]
}): Promise<void> {
  const { staff, donorId, noteId, reason } = of
  const act = { action: 'donor.note_ended', subject: 'donor', subjectId: donorId }
  await attempt({ staff, ...act }, async (tx) => {
    const { fundId } = await openDonor(tx, { donorId, staff, action: 'donors:keep' })
    const [note] = await tx.$queryRaw<{ ended: boolean }[]>`
      select exists (select from donor_note_end e where e.note_id = n.id) as ended from donor_note n
       where n.id = ${noteId}::uuid and n.donor_id = any (donor_family(${donorId}::uuid))`
    if (!note) throw new Refusal('note_unknown')
    if (note.ended) throw new Refusal('note_is_ended_once')
    await tx.donorNoteEnd.create({ data: { noteId, reason, endedBy: staff.id, occurredAt: now() } })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, detail: { reason } },
      ...(fundId ? { fundId } : {}),
    })
  })
}
