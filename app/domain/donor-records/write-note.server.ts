import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { scanFreeText } from '#app/domain/vault/scan-free-text.ts'
import { now } from '#app/platform/clock.ts'
import { seal } from '#app/platform/crypto.ts'
import { noteCell } from './note-cell.ts'
import { openDonor } from './open-donor.server.ts'

/**
 * Writes down something about a donor, sealed. What looks like a number or a place that points to a person is counted in the
 * audit, and forbidden nowhere. Refuses as `openDonor` does.
 */
export async function writeNote(of: {
  staff: { id: string; fundIds: string[] }
  donorId: string
  text: string
}): Promise<{ noteId: string }> {
  const { staff, donorId, text } = of
  const act = { action: 'donor.note_written', subject: 'donor', subjectId: donorId }
  return attempt({ staff, ...act }, async (tx) => {
    const { fundId } = await openDonor(tx, { donorId, staff, action: 'donors:keep' })
    const noteId = randomUUID()
    const sealed = seal(text, noteCell(noteId))
    await tx.donorNote.create({
      data: { id: noteId, donorId, sealed, writtenBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, detail: { warnings: scanFreeText(text).length } },
      ...(fundId ? { fundId } : {}),
    })
    return { noteId }
  })
}
