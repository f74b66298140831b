import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { contactOf } from '#app/domain/vault/asked/contact-of.server.ts'
import { permitLook } from '#app/domain/vault/permit-look.server.ts'
import { now } from '#app/platform/clock.ts'
import { lockRequest } from './lock-request.server.ts'

/** Whom a call is to, as far as the caller needs it. The language may not be known. */
export type AskerSeen = { callId: string; phone: string; language: string }

const reason = 'reaching_the_person'

/**
 * Shows whoever makes a call that waits the number and the language of that request, and no other's. That they looked is kept
 * for good before they see it. Refuses `request_unknown`, `call_unknown`, `call_is_done_once`, `number_is_missing` and what
 * `permitLook` does.
 */
export const revealAsker = (asked: {
  staff: ActingStaff
  requestId: string
  callId: string
}): Promise<AskerSeen> => {
  const { staff, requestId, callId } = asked
  const attempted = { action: 'person.revealed', subject: 'request', subjectId: requestId } as const
  return attempt({ staff, ...attempted }, async (tx) => {
    const { personId } = await lockRequest(tx, requestId)
    const opened = ['phone', 'contact'] as const
    const { fundId } = await permitLook(tx, { staff, personId, caseCode: null, opened, reason })
    const call = await tx.callTask.findFirst({ where: { id: callId, requestId } })
    if (!call) throw new Refusal('call_unknown')
    if (call.doneAt) throw new Refusal('call_is_done_once')
    const contact = await contactOf(tx, { personId, requestId })
    if (!contact) throw new Refusal('number_is_missing')

    await tx.personReveal.create({
      data: { personId, staffId: staff.id, fields: [...opened], reason, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'person.revealed',
      subject: 'person',
      subjectId: personId,
      fundId,
      detail: { reason, fields: opened.join(' '), requestId },
    })
    return { callId, phone: contact.phone, language: contact.language }
  })
}
