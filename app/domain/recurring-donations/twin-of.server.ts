import type { Tx } from '#app/platform/db.ts'

/** Another monthly gift of the same donor to one of the same funds. It may be meant so: it is asked about, never stopped. */
export async function twinOf(tx: Tx, recurringDonationId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    select o.id from recurring_donation r
      join recurring_donation o on o.donor_id = r.donor_id and o.id <> r.id and o.state <> 'cancelled'
     where r.id = ${recurringDonationId}::uuid and r.state <> 'cancelled'
       and exists (select from monthly_parts(r.id) p join monthly_parts(o.id) q on q.fund_id = p.fund_id)
     order by o.started_at limit 1`
  return row?.id ?? null
}
