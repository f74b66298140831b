import type { z } from 'zod'
import { allowContact } from '#app/domain/donor-records/allow-contact.server.ts'
import { endNote } from '#app/domain/donor-records/end-note.server.ts'
import type { DonorActForm } from '#app/domain/donor-records/forms.ts'
import { revealDonor } from '#app/domain/donor-records/reveal-donor.server.ts'
import { stopContact } from '#app/domain/donor-records/stop-contact.server.ts'
import { undoMerge } from '#app/domain/donor-records/undo-merge.server.ts'
import { writeNote } from '#app/domain/donor-records/write-note.server.ts'
import { endSuppression } from '#app/domain/mail/end-suppression.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { provedBy } from '#app/http/proved-by.ts'

/** What an act leaves: whether a proof was given, after which the session is renewed, and an address that was asked for. */
type Done = { isProved: boolean; revealed?: string }

export async function actOnDonor(
  staff: SignedInStaff,
  donorId: string,
  form: z.output<typeof DonorActForm>,
): Promise<Done> {
  switch (form.intent) {
    case 'reveal':
      return { isProved: false, revealed: await revealDonor({ staff, donorId, reason: form.reason }) }
    case 'note':
      await writeNote({ staff, donorId, text: form.text })
      return { isProved: false }
    case 'end_note':
      await endNote({ staff, donorId, noteId: form.noteId, reason: form.reason })
      return { isProved: false }
    case 'stop': {
      const topic = form.about === 'everything' ? null : form.about
      await stopContact({ staff, donorId, topic, reason: form.reason, until: form.until })
      return { isProved: false }
    }
    case 'end_stop':
      await allowContact({ staff, donorId, stopId: form.stopId, reason: form.reason })
      return { isProved: false }
    case 'lift':
      await endSuppression({ staff, suppressionId: form.suppressionId, reason: form.reason })
      return { isProved: false }
    case 'undo_merge': {
      const { mergeId } = form
      await provedBy(
        { staff, action: 'donor.merge_undone', subject: 'donor', subjectId: donorId },
        { boundTo: boundTo.undoMerge(mergeId), sent: form },
        (stepUpId) => undoMerge({ staff, donorId, mergeId, stepUpId }),
      )
      return { isProved: true }
    }
  }
}
