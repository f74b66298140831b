import { db, pool } from '#app/platform/db.ts'
import { type VerifiedLinks, verifyLinks } from './verify-chain.server.ts'

export type ChainState = {
  /** The last link; null before anything is sealed. */
  head: { seq: bigint; hash: string; sealedAt: Date } | null
  /** Rows that wait for the sealer. */
  waiting: number
}

/** How far the audit is sealed, for pages and the nightly mail. */
export async function chainState(): Promise<ChainState> {
  const [last] = await db().$queryRaw<{ seq: bigint; hash: string; sealedAt: Date }[]>`
    select seq, encode(hash, 'hex') as hash, recorded_at as "sealedAt" from audit_seal order by seq desc limit 1`
  const [row] = await db().$queryRaw<{ waiting: number }[]>`
    select count(*)::int as waiting from audit_event e
     where not exists (select from audit_seal s where s.event_id = e.id)`
  return { head: last ?? null, waiting: row?.waiting ?? 0 }
}

/** Links that one request recomputes: well under a second. */
const linksAtOnce = 20_000n

export type CheckedRange = VerifiedLinks & { from: bigint; until: bigint }

/** Recomputes the next part of a range. Answers how far it came; the page asks for the next until it is at `until`. */
export async function checkChain(of: { from: bigint; until: bigint }): Promise<CheckedRange> {
  const to = of.from + linksAtOnce - 1n
  const checked = await verifyLinks(pool(), { from: of.from, to: to < of.until ? to : of.until })
  return { ...of, ...checked }
}
