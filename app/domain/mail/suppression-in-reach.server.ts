import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

type ReachedSuppression = { email: string; fundId: string | null; cause: string; ended: boolean }

/** An address that is not written to, for someone who may mend mail in a fund of its donor, or of one who gave to none yet. */
export async function suppressionInReach(
  tx: Tx,
  of: { staffId: string; suppressionId: string },
): Promise<ReachedSuppression> {
  const [found] = await tx.$queryRaw<ReachedSuppression[]>`
    select d.email, n.fund_id as "fundId", s.cause,
           exists (select from mail_suppression_end e where e.suppression_id = s.id) as ended
      from mail_suppression s join donor d on address_hash(d.email) = s.address_hash
      left join payment p on p.donor_id = donor_now(d.id) left join donation n on n.payment_id = p.id
      join staff_role r on r.staff_id = ${of.staffId}::uuid and r.role = any (${[...rolesFor('mail:mend')]}::text[])
                       and (p.id is null or r.fund_id = n.fund_id)
      join staff w on w.id = r.staff_id and w.disabled_at is null
     where s.id = ${of.suppressionId}::uuid limit 1`
  if (!found) throw new Refusal('suppression_unknown')
  return found
}
