import { db, type Tx } from '#app/platform/db.ts'
import type { GivingLimits } from './limits.ts'

/** What the giving form lets through now. */
export async function limitsInForce(tx: Tx = db()): Promise<GivingLimits & { version: number }> {
  return tx.givingLimits.findFirstOrThrow({ orderBy: { version: 'desc' } })
}
