import type { Tx } from '#app/platform/db.ts'
import { openField } from './crypto.server.ts'
import type { VaultField } from './fields.ts'
import { personKey } from './person-key.server.ts'

/**
 * Opens all that is known of a person and of one case of theirs, or, without a case, what is of no case. For code that needs
 * it: people of staff read through `reveal`, which asks why and keeps who looked. Refuses `person_unknown` and
 * `person_is_erased`.
 */
export async function readFields(
  tx: Tx,
  of: { personId: string; caseCode: string | null },
): Promise<Partial<Record<VaultField, string>>> {
  const { personId } = of
  const key = await personKey(tx, personId)
  const rows = await tx.$queryRaw<{ field: VaultField; caseCode: string | null; sealed: Uint8Array }[]>`
    select field, case_code as "caseCode", sealed from lines_of_case(${personId}::uuid, ${of.caseCode})`
  return Object.fromEntries(
    rows.map(({ field, caseCode, sealed }) => [field, openField(sealed, { personId, field, caseCode }, key)]),
  )
}
