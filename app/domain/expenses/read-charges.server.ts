import type { Tx } from '#app/platform/db.ts'

/** What one of a fund's cards paid at a kiosk, and stands on its statement beside its expenses. */
export type CardCharge = {
  /** Of the payment that it was. */
  id: string
  fundId: string
  cardLast4: string
  disbursementId: string
  caseCode: string
  purposeCode: string
  receiptNumber: string
  paidBy: string
  chargedAt: Date
  feesCents: bigint
  /** All that was charged: with the fees, and with a family's part. */
  cents: bigint
  isSettled: boolean
  /** Who approved what was paid, by day or as a night. */
  approverIds: string[]
}

const mostShown = 200

/** Those with these ids, or where none are named, what stands on the funds' cards, or on one of them, and no statement paid yet. */
export const readCharges = (
  tx: Tx,
  of: { fundIds: string[]; ids?: string[]; cardLast4?: string },
): Promise<CardCharge[]> => tx.$queryRaw<CardCharge[]>`
  select c.payment_id as id, c.fund_id as "fundId", c.card_last4 as "cardLast4", d.id as "disbursementId",
         d.case_code as "caseCode", d.purpose_code as "purposeCode", p.receipt_number as "receiptNumber", s.name as "paidBy",
         p.occurred_at as "chargedAt", p.fees_cents as "feesCents", c.amount_cents as cents, x.charge_id is not null as "isSettled",
         array(select a.approver_id::text from approval a where a.disbursement_id = d.id
               union
               select a.approver_id::text from envelope_draw w join envelope_approval a on a.envelope_id = w.envelope_id
                where w.disbursement_id = d.id) as "approverIds"
    from card_charge c join disbursement_payment p on p.id = c.payment_id
    join disbursement d on d.id = p.disbursement_id join staff s on s.id = p.paid_by
    left join expense_payment_charge x on x.charge_id = c.payment_id
   where c.fund_id = any(${of.fundIds}::uuid[])
     and c.card_last4 = coalesce(${of.cardLast4 ?? null}, c.card_last4)
     and case when ${of.ids ?? null}::uuid[] is null then x.charge_id is null else c.payment_id = any(${of.ids ?? null}::uuid[]) end
   order by p.occurred_at, c.payment_id limit ${mostShown}`
