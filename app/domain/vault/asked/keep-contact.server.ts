import { blindToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { searchParts } from '../normalize.ts'
import { type AskerContact, writeContact } from './request-field.ts'
import { type OfRequest, writeRequestField } from './write-request-field.server.ts'

/** Who asked, sealed for their request. The person is found by the number of each of their requests. */
export async function keepContact(tx: Tx, of: OfRequest & { contact: AskerContact }): Promise<void> {
  const { personId, requestId, contact } = of
  await writeRequestField(tx, { personId, requestId, field: 'contact', plain: writeContact(contact) })
  for (const part of searchParts('phone', contact.phone))
    await tx.$executeRaw`
      insert into vault_keys.person_index (person_id, kind, token)
      values (${personId}::uuid, 'asker_phone', ${blindToken('phone', part)}) on conflict do nothing`
}
