import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

type ReachedSuppression = {
  donorId: string
  email: string
  fundId: string | null
  cause: string
  ended: boolean
}

/**
 * An address that is not written to, for someone who may mend mail in a fund of its donor, or of one who gave to none yet.
 * Refuses `suppression_unknown`.
 */
export async function suppressionInReach(
  tx: Tx,
  of: { staffId: string; suppressionId: string },
): Promise<ReachedSuppression> {
  const [found] = await tx.$queryRaw<ReachedSuppression[]>`
    with held as (
      select array_agg(r.fund_id) as funds from staff_role r join staff w on w.id = r.staff_id and w.disabled_at is null
       where r.staff_id = ${of.staffId}::uuid and r.role = any (${[...rolesFor('mail:mend')]}::text[]))
    select d.donor_id::text as "donorId", d.email, s.cause,
           (select f.id::text from unnest(funds_of_donor(d.donor_id)) with ordinality f (id, place)
             where f.id = any (h.funds) order by f.place limit 1) as "fundId",
           exists (select from mail_suppression_end e where e.suppression_id = s.id) as ended
      from held h join mail_suppression s on s.id = ${of.suppressionId}::uuid
      join donor_at_address d on d.address_hash = s.address_hash
     where h.funds is not null and donor_in_funds(d.donor_id, h.funds) limit 1`
  if (!found) throw new Refusal('suppression_unknown')
  return found
}
