import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type AuditEntry, writeAudit } from './record-audit.server.ts'

/**
 * Keeps an attempt that was refused. In a transaction of its own, since the act's was rolled back. It is told to those who
 * answer for the fund that it was aimed at, also where that fund is not the person's own; of what funds share, to those of each,
 * as the act itself would have been.
 */
export async function recordRefusedAttempt(entry: AuditEntry & { reason: string }): Promise<void> {
  const { reason, ...attempted } = entry
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { fundId: _named, ...nowhere } = { ...attempted, detail: { ...attempted.detail, reason } }
    const aimedAt = await aimsAt(tx, attempted)
    if (aimedAt.length === 0) await writeAudit(tx, nowhere, 'refused')
    for (const aim of aimedAt) await writeAudit(tx, { ...nowhere, ...aim }, 'refused')
  })
}

/** A fund that the act was aimed at, and what of it is that fund's own. */
type Aim = { fundId: string; subjectId?: string }

/** A fund that a form names need not be one. */
async function aimsAt(tx: Tx, { fundId: named, subject, subjectId }: AuditEntry): Promise<Aim[]> {
  if (named) return (await tx.fund.count({ where: { id: named } })) > 0 ? [{ fundId: named }] : []
  if (!subjectId) return []
  if (sharedByFunds.has(subject)) return sharing(tx, { subject, subjectId })
  const fundId = await fundOf(tx, { subject, subjectId })
  return fundId ? [{ fundId, subjectId }] : []
}

const sharedByFunds = new Set(['bond', 'remittance', 'shared_bond'])

/** Of a bond each fund has its own part; the rest is one thing of them all. */
const sharing = (tx: Tx, of: { subject: string; subjectId: string }): Promise<Aim[]> =>
  tx.$queryRaw<Aim[]>`
    select part.fund_id as "fundId", part.id::text as "subjectId" from bond b cross join lateral bonds_with(b.id) part
     where ${of.subject} = 'bond' and b.id::text = ${of.subjectId}
    union select unnest(r.fund_ids), r.id::text from remittance r
     where ${of.subject} = 'remittance' and r.id::text = ${of.subjectId}
    union select p.fund_id, p.shared_bond_id::text from shared_bond_part p
     where ${of.subject} = 'shared_bond' and p.shared_bond_id::text = ${of.subjectId}
     order by "fundId"`

async function fundOf(
  tx: Tx,
  { subject, subjectId }: { subject: string; subjectId: string },
): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ fund_id: string | null }[]>`
    select case ${subject}
             when 'envelope' then (select e.fund_id from night_envelope e where e.id::text = ${subjectId})
             when 'disbursement' then (select d.fund_id from disbursement d where d.id::text = ${subjectId})
             when 'person' then (select p.fund_id from person p where p.id::text = ${subjectId})
             when 'request' then (select q.fund_id from help_request q where q.id::text = ${subjectId})
             when 'advance' then (select a.fund_id from advance a where a.id::text = ${subjectId})
             when 'cash_count' then (select c.fund_id from cash_count c where c.id::text = ${subjectId})
             when 'cash_move' then (select m.fund_id from cash_move m where m.id::text = ${subjectId})
             when 'copay_agreement' then (select g.fund_id from copay_agreement g where g.id::text = ${subjectId})
             when 'copay_payout' then (select g.fund_id from copay_payout o join copay_agreement g on g.id = o.agreement_id
                                        where o.id::text = ${subjectId})
             when 'copay_receipt' then (select g.fund_id from copay_receipt r join copay_agreement g on g.id = r.agreement_id
                                         where r.id::text = ${subjectId})
             when 'copay_reversal' then (select g.fund_id from copay_reversal v join copay_receipt r on r.id = v.receipt_id
                                           join copay_agreement g on g.id = r.agreement_id where v.id::text = ${subjectId})
             when 'expense' then (select e.fund_id from expense_claim e where e.id::text = ${subjectId})
             when 'certificate' then (select c.fund_id from certificate c where c.id::text = ${subjectId})
             when 'impact_update' then (select u.fund_id from impact_update u where u.id::text = ${subjectId})
             when 'incident' then (select i.fund_id from incident i where i.id::text = ${subjectId})
             when 'audit_sample' then (select s.fund_id from audit_sample s where s.id::text = ${subjectId})
             when 'glass' then (select p.fund_id from break_glass g join person p on p.id = g.person_id where g.id::text = ${subjectId})
             when 'on_call_turn' then (select t.fund_id from on_call_turn t where t.id::text = ${subjectId})
             when 'payment' then (select d.fund_id from donation d where d.payment_id::text = ${subjectId}
                                   order by d.gift_cents desc, d.fund_id limit 1)
             when 'stripe_request' then (select d.fund_id from stripe_request r join donation d on d.payment_id = r.payment_id
                                          where r.id::text = ${subjectId} order by d.gift_cents desc, d.fund_id limit 1)
             when 'dispute' then (select d.fund_id from dispute_case c join payment p on p.charge_id = c.charge_id
                                    join donation d on d.payment_id = p.id
                                   where c.id = ${subjectId} order by d.gift_cents desc, d.fund_id limit 1)
             when 'offline_batch' then (select b.fund_ids[1] from offline_batch b where b.id::text = ${subjectId})
             when 'offline_reversal' then (select d.fund_id from offline_reversal o join donation d on d.payment_id = o.payment_id
                                            where o.id::text = ${subjectId} order by d.gift_cents desc, d.fund_id limit 1)
             when 'suspense_reversal' then (select a.fund_id from suspense_reversal v
                                              join suspense_assignment a on (a.txn_id, a.number) = (v.txn_id, v.number)
                                             where v.id::text = ${subjectId})
             when 'comment' then (select c.fund_id from gift_comment c where c.intent_id::text = ${subjectId})
             when 'refund_policy' then (select p.fund_id from refund_policy p where p.id::text = ${subjectId})
             when 'schedule' then (select p.fund_id from recurring_donation r cross join monthly_parts(r.id) p
                                   where r.id::text = ${subjectId} order by p.gift_cents desc, p.fund_id limit 1)
             when 'donor' then (select g.fund_id from donor_record_line g where g.donor_id::text = ${subjectId} and g.kind = 'gift'
                                 group by g.fund_id order by sum(g.amount_cents) desc, g.fund_id limit 1)
             -- A decision is aimed at the ending that waits, anything else at the place itself.
             when 'fund_place' then (select p.fund_id from fund_place p
                                      where p.id::text = ${subjectId}
                                         or exists (select from fund_place_ending e
                                                     where e.fund_place_id = p.id and e.id::text = ${subjectId}))
             when 'legal_demand' then (select coalesce(l.fund_id, p.fund_id) from legal_demand l
                                         left join person p on p.id = l.person_id where l.id::text = ${subjectId})
             when 'publication_close' then (select c.fund_id from publication_close c where c.id::text = ${subjectId})
             when 'mail' then (select (funds_of_donor(m.donor_id))[1] from mail m where m.id::text = ${subjectId})
             when 'import' then (select b.fund_id from import_batch b where b.id::text = ${subjectId})
             when 'fund' then (select f.id from fund f where f.id::text = ${subjectId})
           end as fund_id`
  return row?.fund_id ?? null
}
