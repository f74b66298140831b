import { type Action, rolesFor } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

/** Who may answer what is asked about one payment: whoever may in each fund of its gift. */
export type Answerers = {
  paymentId: string
  /** This person may. */
  isTheirs: boolean
  /** Somebody may, this person or another. Where nobody may, someone must be given a role first. */
  isSomeones: boolean
  /** The fund of the gift, that got most of it, where this person may; null where they may in none. */
  servedFundId: string | null
}

export async function whoAnswers(
  tx: Tx,
  { staffId, paymentIds, action }: { staffId: string; paymentIds: string[]; action: Action },
): Promise<Answerers[]> {
  if (paymentIds.length === 0) return []
  const roles = [...rolesFor(action)]
  return tx.$queryRaw<Answerers[]>`
    select p.id as "paymentId", payment_is_theirs(${staffId}::uuid, p.id, ${roles}) as "isTheirs",
           exists (select from staff s where payment_is_theirs(s.id, p.id, ${roles})) as "isSomeones",
           (select d.fund_id from donation d
             where d.payment_id = p.id and holds_role(${staffId}::uuid, d.fund_id, ${roles})
             order by d.gift_cents desc, d.fund_id limit 1) as "servedFundId"
      from payment p where p.id = any (${paymentIds}::uuid[])`
}
