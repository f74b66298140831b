import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { contactOf } from '#app/domain/vault/asked/contact-of.server.ts'
import { indexAskers } from '#app/domain/vault/asked/index-askers.server.ts'
import { writeContact } from '#app/domain/vault/asked/request-field.ts'
import { writeRequestField } from '#app/domain/vault/asked/write-request-field.server.ts'
import { lockPerson } from '#app/domain/vault/lock-person.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { lockRequest } from './lock-request.server.ts'

export type ContactCorrection = {
  staff: ActingStaff
  requestId: string
  /** What is null stays as it is. */
  phone: string | null
  language: string | null
  voicemail: 'yes' | 'no' | null
}

/**
 * The number, the language or the word about voicemail of whoever asked was wrong, or is so no longer. It is sealed anew, and
 * the person is found by the new number alone; the audit says which of them, never what. Under a legal hold the older seal
 * stays. Refuses `request_unknown`, `role_may_not`, `person_is_erased`, `correction_changes_something` and `number_is_missing`.
 */
export const correctContact = (correction: ContactCorrection): Promise<void> => {
  const { staff, requestId } = correction
  const attempted = { action: 'request.contact_corrected', subject: 'request', subjectId: requestId } as const
  return attempt({ staff, ...attempted }, async (tx) => {
    const request = await lockRequest(tx, requestId)
    const { personId, fundId } = request
    await requireRole(tx, { staffId: staff.id, fundId, action: 'requests:work' })
    const { erasedAt } = await lockPerson(tx, personId)
    if (request.erasedAt || erasedAt) throw new Refusal('person_is_erased')
    const { phone, language, voicemail } = correction
    const changed = Object.entries({ phone, language, voicemail }).flatMap(([name, to]) => (to ? [name] : []))
    if (changed.length === 0) throw new Refusal('correction_changes_something', {}, 'phone')

    if (phone || language) await sealAnew(tx, { personId, requestId, phone, language })
    if (voicemail) {
      await tx.helpRequest.update({ where: { id: requestId }, data: { voicemail: voicemail === 'yes' } })
    }
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...attempted,
      fundId,
      detail: { changed: changed.join(' ') },
    })
  })
}

type Anew = { personId: string; requestId: string; phone: string | null; language: string | null }

async function sealAnew(tx: Tx, { personId, requestId, phone, language }: Anew): Promise<void> {
  const known = await contactOf(tx, { personId, requestId })
  const number = phone ?? known?.phone
  if (!number) throw new Refusal('number_is_missing', {}, 'phone')
  const contact = {
    askerName: known?.askerName ?? '',
    phone: number,
    language: language ?? known?.language ?? '',
  }
  await writeRequestField(tx, { personId, requestId, field: 'contact', plain: writeContact(contact) })
  await indexAskers(tx, personId)
}
