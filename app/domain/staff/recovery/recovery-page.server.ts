import { isEnrolled } from '#app/domain/staff/enrolled.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { managesPerson, trustedForPerson } from './manages-person.server.ts'
import {
  type Assurance,
  canStillBeStopped,
  type RecoveryReason,
  type RecoveryState,
  type RecoveryWay,
  type StopReason,
} from './recovery.ts'

export type RecoveryRow = {
  id: string
  way: RecoveryWay
  reason: RecoveryReason
  assuredBy: Assurance | null
  state: RecoveryState
  openedBy: { id: string; name: string } | null
  openedAt: Date
  readyAt: Date
  expiresAt: Date
  confirmedBy: string | null
  confirmedAt: Date | null
  stoppedBy: string | null
  stoppedAt: Date | null
  stopReason: StopReason | null
  usedAt: Date | null
}

export type RecoveryPage = {
  /** The one that is under way. */
  current: RecoveryRow | null
  past: RecoveryRow[]
  /** Whether they have, or ever had, a way to sign in; else a new invitation is enough. */
  canBeRecovered: boolean
  /** Whether this reader manages every fund of the person. */
  managesAll: boolean
  /** Whether this reader is a trustee of every one of them. */
  trusted: boolean
  /** Others who manage them all, or are trustees of them all, and can sign in: who could be the second. */
  others: string[]
}

/** One person's recoveries as a colleague of theirs sees them. */
export const recoveryPage = (of: { staffId: string; readerId: string }): Promise<RecoveryPage> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { staffId, readerId } = of
    const rows = await recoveries(tx, staffId)
    const current = rows.find(({ state }) => canStillBeStopped(state)) ?? null
    const others = await tx.$queryRaw<{ name: string }[]>`
      select s.name from staff s
       where s.id not in (${readerId}::uuid, ${staffId}::uuid) and (manages_person(s.id, ${staffId}::uuid) or trusted_for_person(s.id, ${staffId}::uuid))
         and (exists (select from staff_passkey k where k.staff_id = s.id)
              or exists (select from staff_totp o where o.staff_id = s.id and o.confirmed_at is not null))
       order by s.name`
    return {
      current,
      past: rows.filter((row) => row !== current),
      canBeRecovered: rows.length > 0 || (await isEnrolled(tx, staffId)),
      managesAll: await managesPerson(tx, { managerId: readerId, staffId }),
      trusted: await trustedForPerson(tx, { trusteeId: readerId, staffId }),
      others: others.map(({ name }) => name),
    }
  })

/** The recovery of one's own account that is under way, for who can still sign in. */
export const ownRecovery = (staffId: string): Promise<RecoveryRow | null> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const rows = await recoveries(tx, staffId)
    return rows.find(({ state }) => canStillBeStopped(state)) ?? null
  })

type Row = Omit<RecoveryRow, 'openedBy'> & { openerId: string | null; opener: string | null }

async function recoveries(tx: Tx, staffId: string): Promise<RecoveryRow[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select f.id, f.way, f.reason, f.assured_by as "assuredBy", factor_recovery_state(f.id) as state,
           f.opened_by as "openerId", o.name as opener, f.recorded_at as "openedAt", f.ready_at as "readyAt",
           f.expires_at as "expiresAt", cs.name as "confirmedBy", c.recorded_at as "confirmedAt",
           ss.name as "stoppedBy", s.recorded_at as "stoppedAt", s.reason as "stopReason", u.recorded_at as "usedAt"
      from factor_recovery f
      left join staff o on o.id = f.opened_by
      left join factor_recovery_confirmation c on c.recovery_id = f.id
      left join staff cs on cs.id = c.confirmed_by
      left join factor_recovery_stop s on s.recovery_id = f.id
      left join staff ss on ss.id = s.stopped_by
      left join factor_recovery_use u on u.recovery_id = f.id
     where f.staff_id = ${staffId}::uuid order by f.recorded_at desc limit 20`
  return rows.map(({ openerId, opener, ...row }) => ({
    ...row,
    openedBy: openerId ? { id: openerId, name: opener ?? '' } : null,
  }))
}
