import { randomUUID } from 'node:crypto'
import { tellAllAdministrators } from '#app/domain/staff/notices/tell-all-administrators.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { givingPause } from './giving-pause.server.ts'
import { limitsInForce } from './limits-in-force.server.ts'
import type { PauseCause } from './pause.ts'

/** Under what the gifts begun on the whole site are counted. */
export const siteKey = 'giving-site'

/**
 * Pauses the giving form for a while and tells every administrator; a pause that holds already is enough. Gifts begun on the
 * site stay counted until it is over, so that nothing that is under way slips through, and count no more after it.
 */
export async function pauseGiving(tx: Tx, pause: { cause: PauseCause; counted: number }): Promise<void> {
  await lockPauses(tx)
  if (await givingPause(tx)) return
  const limits = await limitsInForce(tx)
  const [id, at] = [randomUUID(), now()]
  const endsAt = new Date(at.getTime() + limits.pauseMinutes * 60_000)
  await tx.givingPause.create({
    data: { id, ...pause, limitsVersion: limits.version, occurredAt: at, endsAt },
  })
  await tx.rateLimit.updateMany({ where: { key: siteKey }, data: { expire: BigInt(endsAt.getTime()) } })
  await tellAllAdministrators(tx, { event: 'giving_paused', key: id, by: null, path: '/admin/defence' })
}

/** One after another: two who see the same flood make one pause. */
export async function lockPauses(tx: Tx): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('giving_pause', 0))::text`
}
