import { inTransaction } from '#app/platform/db.ts'
import { whoStays } from './who-stays.server.ts'

export type UndoPreview = {
  gifts: number
  cents: bigint
  /** Gifts that a donor holds on a statement, or of which something went back: they stay. The first of them by their line in the file. */
  staying: { count: number; lines: number[] }
  /** Donors who go: here by this batch alone, held by no legal demand, and not erased already. */
  donors: number
  /** Donors of this batch that stay, and what else there is of them, or `on_hold`. */
  donorsStaying: { usedIn: string; count: number }[]
}

/** What taking a batch back would take, and what it would leave. It reads every table that names a donor, as the system. */
export const undoPreview = ({ batchId }: { batchId: string }): Promise<UndoPreview> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const [gifts] = await tx.$queryRaw<Omit<UndoPreview, 'donors' | 'donorsStaying'>[]>`
      with g as (
        select g.line, g.amount_cents,
               exists (select from annual_statement_line l where l.gift_kind = 'imported' and l.gift_id = g.id)
                 or exists (select from imported_gift_refund r where r.gift_id = g.id)
                 or exists (select from imported_gift_dispute q where q.gift_id = g.id) as stays
          from imported_gift g where g.batch_id = ${batchId}::uuid)
      select count(*) filter (where not stays)::int as gifts,
             coalesce(sum(amount_cents) filter (where not stays), 0)::bigint as cents,
             jsonb_build_object('count', count(*) filter (where stays), 'lines',
               coalesce((select jsonb_agg(s.line) from (select line from g where stays order by line limit 50) s), '[]')) as staying
        from g`
    const donorsStaying = await tx.$queryRaw<{ usedIn: string; count: number }[]>`
      select used_in as "usedIn", count(*)::int as count from (${whoStays(batchId)}) u group by 1 order by 2 desc, 1`
    const [donors] = await tx.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from imported_donor i join donor d on d.id = i.donor_id
       where i.batch_id = ${batchId}::uuid and d.erased_at is null
         and i.donor_id not in (select donor_id from (${whoStays(batchId)}) u)`
    return { ...(gifts ?? none), donors: donors?.count ?? 0, donorsStaying }
  })

const none = { gifts: 0, cents: 0n, staying: { count: 0, lines: [] } }
