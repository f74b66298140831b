import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { type LockedDisbursement, lockDisbursement } from '../lock-disbursement.server.ts'
import { sharedStandings } from './shared-bond-standing.server.ts'

/** A disbursement with every part that other funds have in its bond, in the order of the parts; one of its own is alone. */
export async function lockWholeBond(tx: Tx, disbursementId: string): Promise<LockedDisbursement[]> {
  const shared = (await sharedStandings(tx, [disbursementId])).get(disbursementId)
  return shared ? lockParts(tx, shared.id) : [await lockDisbursement(tx, disbursementId)]
}

/** Every part, its row locked in id order, answered in the order of the parts. */
export async function lockParts(tx: Tx, sharedBondId: string): Promise<LockedDisbursement[]> {
  const rows = await tx.$queryRaw<{ disbursement_id: string | null }[]>`
    select disbursement_id from shared_parts_seen(${sharedBondId}::uuid)`
  if (rows.length === 0) throw new Refusal('shared_bond_unknown')
  const ids = rows.flatMap(({ disbursement_id }) => disbursement_id ?? [])
  if (ids.length < rows.length) throw new Refusal('shared_bond_needs_every_fund')
  const locked = new Map<string, LockedDisbursement>()
  for (const id of [...ids].sort()) locked.set(id, await lockDisbursement(tx, id))
  return ids.flatMap((id) => locked.get(id) ?? [])
}
