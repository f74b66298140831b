import type { Tx } from '#app/platform/db.ts'
import type { SignatureState } from './signature.ts'

/** How each of these counts of cash that was brought back stands, by its id. */
export async function returnStates(tx: Tx, ids: string[]): Promise<Map<string, SignatureState>> {
  const rows = await tx.$queryRaw<Row[]>`
    select r.id, advance_return_state(r.id) as state from advance_return r where r.id = any(${ids}::uuid[])`
  return new Map(rows.map(({ id, state }) => [id, state]))
}

/** How each of these moves between bank and box stands, by its id. */
export async function moveStates(tx: Tx, ids: string[]): Promise<Map<string, SignatureState>> {
  const rows = await tx.$queryRaw<Row[]>`
    select m.id, cash_move_state(m.id) as state from cash_move m where m.id = any(${ids}::uuid[])`
  return new Map(rows.map(({ id, state }) => [id, state]))
}

type Row = { id: string; state: SignatureState }
