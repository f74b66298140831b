import { randomUUID } from 'node:crypto'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import { keepContact } from '#app/domain/vault/asked/keep-contact.server.ts'
import { createPerson } from '#app/domain/vault/create-person.server.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { writeField } from '#app/domain/vault/write-field.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { HelpForm } from './help-form.ts'
import { planCall } from './plan-call.server.ts'
import type { RequestSource } from './request.ts'

export type Kept = {
  fundId: string
  token: string
  form: HelpForm
  source: RequestSource
  enteredBy: string | null
  partnerId: string | null
  /** Someone whom the vault knows already; null for someone new. */
  personId: string | null
  at: Date
  callBy: Date
}

/**
 * A request and the first call that it asks for. Names, numbers and places go to the vault and nowhere else; the request is a
 * code. The case code, which money will know, is another than the code that the asker is told.
 */
export async function keepRequest(tx: Tx, kept: Kept): Promise<{ id: string; code: string }> {
  const { fundId, form, at } = kept
  const request = { id: randomUUID(), code: newCaseCode() }
  const caseCode = newCaseCode()
  const personId = kept.personId ?? (await createPerson(tx, { fundId }))
  await linkCase(tx, { personId, caseCode })
  await keepNames(tx, { personId, caseCode }, form)
  await tx.helpRequest.create({
    data: {
      ...request,
      fundId,
      formToken: kept.token,
      personId,
      askedBy: form.askedBy,
      voicemail: form.voicemail === 'yes',
      personKnows: form.personKnows,
      source: kept.source,
      enteredBy: kept.enteredBy,
      partnerId: kept.partnerId,
      occurredAt: at,
    },
  })
  const requestId = request.id
  // Someone else may have asked for the same person: each number keeps its own word about voicemail.
  await keepContact(tx, { personId, requestId, contact: form })
  await tx.requestCase.create({ data: { requestId, caseCode, addedBy: kept.enteredBy, occurredAt: at } })
  await tx.helpRequestEvent.create({ data: { requestId, toState: 'referred', occurredAt: at } })
  await planCall(tx, { requestId, kind: 'received', dueAt: kept.callBy })
  return request
}

/** A name that is kept already may be the one on papers: what a friend calls the person does not take its place. */
async function keepNames(
  tx: Tx,
  of: { personId: string; caseCode: string },
  { personName, place }: HelpForm,
): Promise<void> {
  // Holds the person, so that the name is looked for once nobody else writes it.
  await writeField(tx, { ...of, field: 'facility', plain: place })
  const named = await tx.personField.count({ where: { personId: of.personId, field: 'name' } })
  if (named === 0) await writeField(tx, { ...of, field: 'name', plain: personName })
}
