import { keyOf, type MovementKey } from '#app/domain/bank/forms.ts'
import type { Tx } from '#app/platform/db.ts'

/** The page of what moved money at the bank. */
export type Place = {
  page:
    | 'disbursement'
    | 'remittance'
    | 'bond'
    | 'copay'
    | 'advance'
    | 'cash_box'
    | 'expense'
    | 'offline_gift'
    | 'payout'
  id: string
}

/** Where each of these movements is told of, by its key. What has no page is left out. */
export async function placesOf(tx: Tx, movements: MovementKey[]): Promise<Map<string, Place>> {
  const rows = await tx.$queryRaw<(MovementKey & { place: Place | null })[]>`
    select w.kind as "sourceKind", w.id as "sourceId", case w.kind
             when 'disbursement_payment' then (select jsonb_build_object('page', 'disbursement', 'id', p.disbursement_id)
                                                 from disbursement_payment p where p.id = w.id::uuid)
             when 'bond_return' then coalesce(
               (select jsonb_build_object('page', 'remittance', 'id', l.remittance_id)
                  from remittance_return r join remittance_line l on l.id = r.line_id where r.return_id = w.id::uuid),
               (select jsonb_build_object('page', 'bond', 'id', r.bond_id) from bond_return r where r.id = w.id::uuid))
             when 'bond_recovery' then coalesce(
               (select jsonb_build_object('page', 'remittance', 'id', l.remittance_id)
                  from remittance_recovery r join remittance_line l on l.id = r.line_id where r.recovery_id = w.id::uuid),
               (select jsonb_build_object('page', 'bond', 'id', r.bond_id) from bond_recovery r where r.id = w.id::uuid))
             when 'copay_receipt' then (select jsonb_build_object('page', 'copay', 'id', r.agreement_id)
                                          from copay_receipt r where r.id = w.id::uuid)
             when 'copay_reversal' then (select jsonb_build_object('page', 'copay', 'id', r.agreement_id)
                                           from copay_reversal v join copay_receipt r on r.id = v.receipt_id where v.id = w.id::uuid)
             when 'copay_payout' then (select jsonb_build_object('page', 'copay', 'id', p.agreement_id)
                                         from copay_payout p where p.id = w.id::uuid)
             when 'advance' then jsonb_build_object('page', 'advance', 'id', w.id)
             when 'advance_return' then (select jsonb_build_object('page', 'advance', 'id', r.advance_id)
                                           from advance_return r where r.id = w.id::uuid)
             when 'cash_move' then (select jsonb_build_object('page', 'cash_box', 'id', m.fund_id)
                                      from cash_move m where m.id = w.id::uuid)
             when 'expense_payment' then coalesce(
               (select jsonb_build_object('page', 'expense', 'id', min(c.claim_id::text))
                  from expense_payment_claim c where c.payment_id = w.id::uuid having count(*) > 0),
               (select jsonb_build_object('page', 'disbursement', 'id', min(p.disbursement_id::text))
                  from expense_payment_charge c join disbursement_payment p on p.id = c.charge_id
                 where c.payment_id = w.id::uuid having count(*) > 0))
             when 'offline_gift' then jsonb_build_object('page', 'offline_gift', 'id', w.id)
             when 'offline_reversal' then (select jsonb_build_object('page', 'offline_gift', 'id', o.payment_id)
                                             from offline_reversal o where o.id = w.id::uuid)
             when 'payout_arrived' then jsonb_build_object('page', 'payout', 'id', w.id)
           end as place
      from unnest(${movements.map(({ sourceKind }) => sourceKind)}::text[],
                  ${movements.map(({ sourceId }) => sourceId)}::text[]) w (kind, id)`
  return new Map(rows.flatMap((row) => (row.place ? [[keyOf(row), row.place]] : [])))
}
