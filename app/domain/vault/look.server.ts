import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Answered, readRequestFields } from './asked/read-request-fields.server.ts'
import { readContact } from './asked/request-field.ts'
import { caseAsked } from './case-asked.server.ts'
import type { VaultField } from './fields.ts'
import { readFields } from './read-fields.server.ts'
import type { LookReason } from './reasons.ts'

/** What is known of the person, or what one of their requests says, with that request's own word about voicemail. */
export type Seen = {
  field: VaultField
  value: string
  request: { code: string; voicemail: boolean } | null
}

/**
 * Opens these fields of a person, of one case of theirs and of each of their requests, for someone of staff. Who looked at
 * which of them, and why, is kept for good before they see it; what they saw is not. Whether they may look is its callers' to
 * judge; the database judges it too. Refuses `case_missing`.
 */
export async function look(
  tx: Tx,
  of: {
    staffId: string
    personId: string
    fundId: string
    fields: VaultField[]
    /** Whose docket, court and the like are meant; null where the person has one case, or none of it is a case's. */
    caseCode: string | null
    reason: LookReason
    /** Of a look in an emergency: the opening that it was made under. */
    glassId?: string
  },
): Promise<Seen[]> {
  const { staffId, personId, fundId, fields, reason, glassId } = of
  const caseCode = await caseAsked(tx, of)
  const own = await readFields(tx, { personId, caseCode })
  const answered = await readRequestFields(tx, { personId })
  await tx.personReveal.create({
    data: { personId, staffId, fields, caseCode, reason, glassId: glassId ?? null, occurredAt: now() },
  })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staffId },
    action: 'person.revealed',
    subject: 'person',
    subjectId: personId,
    fundId,
    detail: { reason, fields: fields.join(' '), ...(caseCode ? { caseCode } : {}) },
  })
  return fields.flatMap((field) => {
    const value = own[field]
    const known = value === undefined ? [] : [{ field, value, request: null }]
    return [...known, ...answered.flatMap((answer) => saidOf(answer, field))]
  })
}

function saidOf({ code, voicemail, field: sealed, plain }: Answered, field: VaultField): Seen[] {
  const said = (value: string): Seen[] => [{ field, value, request: { code, voicemail } }]
  if (sealed === 'screening') return field === 'screening' ? said(plain) : []
  const { askerName, phone, language } = readContact(plain)
  if (field === 'phone') return said(phone)
  return field === 'contact' ? said(`${askerName}\n${language}`) : []
}
