import type { Tx } from '#app/platform/db.ts'
import { openField } from './crypto.server.ts'
import type { VaultField } from './fields.ts'
import { personKey } from './person-key.server.ts'

/**
 * Opens all that is known of a person, for code that needs it. People of staff read through `reveal`, which asks why and
 * keeps who looked. Refuses `person_unknown` and `person_is_erased`.
 */
export async function readFields(
  tx: Tx,
  of: { personId: string },
): Promise<Partial<Record<VaultField, string>>> {
  const { personId } = of
  const key = await personKey(tx, personId)
  const rows = await tx.$queryRaw<{ field: VaultField; sealed: Uint8Array }[]>`
    select distinct on (field) field, sealed from person_field
     where person_id = ${personId}::uuid order by field, version desc`
  return Object.fromEntries(
    rows.map(({ field, sealed }) => [field, openField(sealed, { personId, field }, key)]),
  )
}
