import type { Queryable } from '#app/domain/ledger/check.ts'
import { linkHash } from './seal-audit.server.ts'

type Link = { seq: string; event_id: string; hash: Buffer; body: string | null }

export type VerifiedLinks = {
  /** The first link that no longer fits its event, or null. */
  broken: { seq: string; eventId: string } | null
  /** How far the links fit. */
  to: bigint
}

const page = 2_000

/**
 * Recomputes links of the chain from its events, `from` to `to`. A range in the middle takes the hash before it as given;
 * from 1 nothing is taken as given.
 */
export async function verifyLinks(
  db: Queryable,
  range: { from: bigint; to: bigint | null },
): Promise<VerifiedLinks> {
  let seq = range.from - 1n
  let hash = await hashAt(db, seq)
  for (;;) {
    const { rows } = await db.query<Link>(
      `select s.seq, s.event_id, s.hash, audit_event_body(e) as body
         from audit_seal s left join audit_event e on e.id = s.event_id
        where s.seq > $1 and ($2::bigint is null or s.seq <= $2) order by s.seq limit $3`,
      [String(seq), range.to === null ? null : String(range.to), page],
    )
    for (const link of rows) {
      const expected = link.body === null ? null : linkHash(hash, link.body)
      if (BigInt(link.seq) !== seq + 1n || !expected?.equals(link.hash)) {
        return { broken: { seq: link.seq, eventId: link.event_id }, to: seq }
      }
      hash = expected
      seq = BigInt(link.seq)
    }
    if (rows.length < page) return { broken: null, to: seq }
  }
}

async function hashAt(db: Queryable, seq: bigint): Promise<Buffer<ArrayBuffer>> {
  if (seq < 1n) return Buffer.alloc(0)
  const { rows } = await db.query<{ hash: Buffer }>('select hash from audit_seal where seq = $1', [
    String(seq),
  ])
  return Buffer.from(rows[0]?.hash ?? [])
}
