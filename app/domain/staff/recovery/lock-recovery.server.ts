import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { RecoveryState, RecoveryWay } from './recovery.ts'

export type LockedRecovery = {
  id: string
  staffId: string
  way: RecoveryWay
  openedBy: string | null
  readyAt: Date
  expiresAt: Date
  state: RecoveryState
}

/** Acts on one person's recoveries are put one after another. */
export async function lockRecovering(tx: Tx, staffId: string): Promise<void> {
  await tx.$queryRaw`select id from staff where id = ${staffId}::uuid for no key update`
}

/** A recovery that someone is about to act on, its person held until the end of the transaction. Refuses `recovery_unknown`. */
export async function lockRecovery(tx: Tx, recoveryId: string): Promise<LockedRecovery> {
  const found = await tx.factorRecovery.findUnique({ where: { id: recoveryId }, select: { staffId: true } })
  if (!found) throw new Refusal('recovery_unknown')
  await lockRecovering(tx, found.staffId)
  const [recovery] = await latest(tx, found.staffId, recoveryId)
  if (!recovery) throw new Refusal('recovery_unknown')
  return recovery
}

/** The newest recovery of a person, or null where there never was one. */
export async function latestRecovery(tx: Tx, staffId: string): Promise<LockedRecovery | null> {
  const [recovery] = await latest(tx, staffId, null)
  return recovery ?? null
}

const latest = (
  tx: Tx,
  staffId: string,
  recoveryId: string | null,
): Promise<LockedRecovery[]> => tx.$queryRaw<LockedRecovery[]>`
  select id, staff_id as "staffId", way, opened_by as "openedBy", ready_at as "readyAt", expires_at as "expiresAt",
         factor_recovery_state(id) as state
    from factor_recovery
   where staff_id = ${staffId}::uuid and (${recoveryId}::uuid is null or id = ${recoveryId}::uuid)
   order by recorded_at desc limit 1`
