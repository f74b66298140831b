import { blindToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import type { IndexKind } from './fields.ts'
import { searchParts } from './normalize.ts'

const most = 50

/** The people of these funds who are found by the value, the newest first. The database sees only tokens. */
export async function findPersons(
  tx: Tx,
  of: { fundIds: string[]; kind: IndexKind; plain: string },
): Promise<string[]> {
  const tokens = searchParts(of.kind, of.plain).map((part) => blindToken(of.kind, part))
  if (tokens.length === 0) return []
  // A number is the person's own, or that of whoever asked for them.
  const kinds = of.kind === 'phone' ? ['phone', 'asker_phone'] : [of.kind]
  const found = await tx.$queryRaw<{ id: string }[]>`
    select p.id from vault_keys.person_index i join person p on p.id = i.person_id
      where i.kind = any(${kinds}) and i.token = any(${tokens}::bytea[]) and p.fund_id = any(${of.fundIds}::uuid[])
     group by p.id having count(distinct i.token) = ${tokens.length}
     order by p.created_at desc, p.id limit ${most}`
  return found.map(({ id }) => id)
}
