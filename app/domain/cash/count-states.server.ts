import type { Tx } from '#app/platform/db.ts'
import type { CountState } from './count.ts'

/** How each of these counts stands, by its id. */
export async function countStates(tx: Tx, countIds: string[]): Promise<Map<string, CountState>> {
  const rows = await tx.$queryRaw<{ id: string; state: CountState }[]>`
    select c.id, cash_count_state(c.id) as state from cash_count c where c.id = any(${countIds}::uuid[])`
  return new Map(rows.map(({ id, state }) => [id, state]))
}
