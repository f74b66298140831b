import { blindToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { searchParts } from '../normalize.ts'
import { readRequestFields } from './read-request-fields.server.ts'
import { readContact } from './request-field.ts'

/** People are found by the numbers that those who asked for them have now; two requests may share one. */
export async function indexAskers(tx: Tx, personId: string): Promise<void> {
  const answered = await readRequestFields(tx, { personId })
  const numbers = answered.flatMap(({ field, plain }) =>
    field === 'contact' ? searchParts('phone', readContact(plain).phone) : [],
  )
  await tx.$executeRaw`
    delete from vault_keys.person_index where person_id = ${personId}::uuid and kind = 'asker_phone'`
  for (const number of new Set(numbers))
    await tx.$executeRaw`
      insert into vault_keys.person_index (person_id, kind, token)
      values (${personId}::uuid, 'asker_phone', ${blindToken('phone', number)})`
}
