import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { unwrapKey } from './crypto.server.ts'

/**
 * Opens a person's key. Refuses `person_unknown` for someone of another fund, and `person_is_erased` where the key was
 * destroyed.
 */
export async function personKey(tx: Tx, personId: string): Promise<Buffer> {
  const [row] = await tx.$queryRaw<{ wrapped: Uint8Array | null }[]>`
    select wrapped_key as wrapped from vault_keys.person_key where person_id = ${personId}::uuid`
  if (!row) throw new Refusal('person_unknown')
  if (!row.wrapped) throw new Refusal('person_is_erased')
  return unwrapKey(row.wrapped, personId)
}
