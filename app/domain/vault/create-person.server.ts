import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { newPersonKey, wrapKey } from './crypto.server.ts'

/** A person with a key of their own and nothing known yet. Answers the id. */
export async function createPerson(tx: Tx, of: { fundId: string }): Promise<string> {
  const { id } = await tx.person.create({
    data: { fundId: of.fundId, createdAt: now() },
    select: { id: true },
  })
  await tx.$executeRaw`
    insert into vault_keys.person_key (person_id, wrapped_key) values (${id}::uuid, ${wrapKey(newPersonKey(), id)})`
  return id
}
