import type { Check, Queryable } from '#app/domain/ledger/check.ts'
import { linkHash } from './seal-audit.server.ts'

type Link = { seq: string; event_id: string; hash: Buffer; body: string | null }

const page = 2_000

/** Recomputes the chain from its beginning. Answers the first link that no longer fits its event. */
async function firstBrokenLink(db: Queryable): Promise<Record<string, unknown> | null> {
  let hash = Buffer.alloc(0)
  let seq = 0n
  for (;;) {
    const { rows } = await db.query<Link>(
      `select s.seq, s.event_id, s.hash, audit_event_body(e) as body
         from audit_seal s left join audit_event e on e.id = s.event_id where s.seq > $1 order by s.seq limit $2`,
      [String(seq), page],
    )
    for (const link of rows) {
      const expected = link.body === null ? null : linkHash(hash, link.body)
      if (BigInt(link.seq) !== seq + 1n || !expected?.equals(link.hash))
        return { seq: link.seq, event_id: link.event_id }
      hash = expected
      seq = BigInt(link.seq)
    }
    if (rows.length < page) return null
  }
}

export const auditChecks: Check[] = [{ name: 'audit_chain_is_intact', run: firstBrokenLink }]
