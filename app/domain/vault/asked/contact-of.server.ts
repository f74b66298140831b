import type { Tx } from '#app/platform/db.ts'
import { readFields } from '../read-fields.server.ts'
import { readRequestFields } from './read-request-fields.server.ts'
import { type AskerContact, readContact } from './request-field.ts'
import type { OfRequest } from './write-request-field.server.ts'

/**
 * Opens who asked for one request. Before numbers were kept for each request a person had one: then it is that, and a language
 * is not told apart. Null where no number is known. Refuses `person_unknown` and `person_is_erased`.
 */
export async function contactOf(tx: Tx, of: OfRequest): Promise<AskerContact | null> {
  const answered = await readRequestFields(tx, of)
  const contact = answered.find(({ field }) => field === 'contact')
  if (contact) return readContact(contact.plain)
  const { phone } = await readFields(tx, { personId: of.personId, caseCode: null })
  return phone ? { askerName: '', phone, language: '' } : null
}
