import { blindToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { sealField } from './crypto.server.ts'
import { indexKindOf, type VaultField } from './fields.ts'
import { lockPerson } from './lock-person.server.ts'
import { searchParts } from './normalize.ts'
import { personKey } from './person-key.server.ts'

type Written = { personId: string; field: VaultField; plain: string }

/**
 * Seals what is known of a person now. What was known before is removed, unless a legal demand is open that covers the
 * person: then it stays, sealed, until the first change after the demand.
 */
export async function writeField(tx: Tx, of: Written): Promise<void> {
  const { personId, field, plain } = of
  await lockPerson(tx, personId)
  const key = await personKey(tx, personId)
  const [last] = await tx.$queryRaw<{ version: number; held: boolean }[]>`
    select coalesce(max(version), 0)::int as version, person_is_on_hold(${personId}::uuid) as held
      from person_field where person_id = ${personId}::uuid and field = ${field}`
  const version = (last?.version ?? 0) + 1
  await tx.personField.create({ data: { personId, field, version, sealed: sealField(plain, of, key) } })
  if (!last?.held) await tx.personField.deleteMany({ where: { personId, field, version: { lt: version } } })
  await indexField(tx, of)
}

/** People are found by what is known now; what was known before is found no longer. */
async function indexField(tx: Tx, { personId, field, plain }: Written): Promise<void> {
  const kind = indexKindOf(field)
  if (!kind) return
  await tx.$executeRaw`
    delete from vault_keys.person_index where person_id = ${personId}::uuid and kind = ${kind}`
  for (const part of searchParts(kind, plain)) {
    await tx.$executeRaw`
      insert into vault_keys.person_index (person_id, kind, token)
      values (${personId}::uuid, ${kind}, ${blindToken(kind, part)})`
  }
}
