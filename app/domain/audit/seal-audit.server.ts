import { createHash } from 'node:crypto'
import { inTransaction } from '#app/platform/db.ts'

type Event = { id: bigint; body: string }

const batch = 1_000

/**
 * Links audit events into a hash chain, in order of id. Only rows whose transactions have all ended are taken (below
 * pg_snapshot_xmin), so that no row can appear before a sealed one, and nobody waits for the sealer. One at a time.
 */
export async function sealAudit(): Promise<void> {
  for (;;) {
    const sealed = await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
      await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('audit_seal', 0))::text`
      const [last] = await tx.$queryRaw<{ seq: bigint; hash: Uint8Array }[]>`
        select seq, hash from audit_seal order by seq desc limit 1`
      const events = await tx.$queryRaw<Event[]>`
        select e.id, audit_event_body(e) as body
          from audit_event e
         where not exists (select from audit_seal s where s.event_id = e.id)
           and e.sealed_by < pg_snapshot_xmin(pg_current_snapshot())
         order by e.id limit ${batch}`
      let seq = last?.seq ?? 0n
      let hash = Buffer.from(last?.hash ?? [])
      const links = events.map((event) => {
        seq += 1n
        hash = linkHash(hash, event.body)
        return { seq, eventId: event.id, hash: new Uint8Array(hash) }
      })
      await tx.auditSeal.createMany({ data: links })
      return links.length
    })
    if (sealed < batch) return
  }
}

/** A link: sha256 of the hash before and the event's canonical text. */
export const linkHash = (before: Buffer, body: string): Buffer<ArrayBuffer> =>
  createHash('sha256').update(before).update(body, 'utf8').digest()
