import type { Tx } from '#app/platform/db.ts'

type PaidBy = { bondId: string; id: string; name: string }

/** Who paid each of these bonds, in every part that funds have in it: none of them closes a payment over it. */
export const payersOf = (tx: Tx, bondIds: string[]): Promise<PaidBy[]> =>
  tx.$queryRaw<PaidBy[]>`
    select distinct b.id as "bondId", s.id, s.name
      from bond b
      left join shared_bond_part own on own.disbursement_id = b.disbursement_id
      left join shared_bond_part part on part.shared_bond_id = own.shared_bond_id
      join disbursement_payment p on p.disbursement_id = coalesce(part.disbursement_id, b.disbursement_id)
      join staff s on s.id = p.paid_by
     where b.id = any(${bondIds}::uuid[])
     order by s.name`
