import { advancesOfCase } from '#app/domain/cash/advances-of-case.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { followedMoments } from './followed-moments.server.ts'

/** One thing that happened in a case: what kind, the code that says which, who, and how much. */
export type CaseMoment = {
  key: string
  kind:
    | 'request'
    | 'disbursement'
    | 'approval'
    | 'night_approval'
    | 'confirmation'
    | 'payment'
    | 'bond'
    | 'return'
    | 'loss'
    | 'recovery'
    | 'reversal'
    | 'chase'
    | 'family'
    | 'clearance'
    | 'cash'
    | 'window'
    | 'window_over'
    | 'attempt'
    | 'release_check'
    | 'date'
    | 'date_over'
    | 'missed'
    | 'missed_answer'
    | 'deadline'
    | 'deadline_over'
    | 'paper'
    | 'evidence'
    | 'evidence_seen'
  /** A state, a way of paying, a kind of loss or of asking, a step of a family's money, of counsel's word or of cash, what a date was or became. */
  code: string
  /** A second code, where one does not say it: the standing of a paper, or for what a last day was. */
  also: string | null
  by: string | null
  /** Whom of staff it is about, where it is not who did it. */
  whom: string | null
  at: Date
  /** The day that it speaks of: of a date in court, of a paper, the last one for something. */
  day: Date | null
  amountCents: bigint | null
}

/** What happened in a case in these funds, the first first. */
export const caseMoments = (
  tx: Tx,
  { caseCode, fundIds }: { caseCode: string; fundIds: string[] },
): Promise<CaseMoment[]> => tx.$queryRaw<CaseMoment[]>`
  with spent as (select id from disbursement where case_code = ${caseCode} and fund_id = any(${fundIds}::uuid[])),
       posted as (select id from bond where case_code = ${caseCode} and fund_id = any(${fundIds}::uuid[])),
       asked as (select r.id from help_request r join request_case k on k.request_id = r.id
                  where k.case_code = ${caseCode} and r.fund_id = any(${fundIds}::uuid[])),
       signed as (select * from copay_agreement where case_code = ${caseCode} and fund_id = any(${fundIds}::uuid[])),
       given_back as (select * from copay_payout where agreement_id in (select id from signed)),
       carried as (select * from advance where fund_id = any(${fundIds}::uuid[]) and id in (${advancesOfCase(caseCode)})),
       brought_back as (select * from advance_return where advance_id in (select id from carried)),
       happened (key, kind, code, by_id, at, cents, recorded_at) as (
    select 'request' || id, 'request', to_state, changed_by, occurred_at, null::bigint, recorded_at
      from help_request_event where request_id in (select id from asked)
    union all select 'disbursement' || id, 'disbursement', to_state, changed_by, occurred_at, null, recorded_at
      from disbursement_state_change where disbursement_id in (select id from spent)
    union all select 'approval' || id, 'approval', '', approver_id, occurred_at, null, recorded_at
      from approval where disbursement_id in (select id from spent)
    union all select 'night' || a.id || w.disbursement_id, 'night_approval', '', a.approver_id, a.occurred_at, null, a.recorded_at
      from envelope_draw w join envelope_approval a on a.envelope_id = w.envelope_id
     where w.disbursement_id in (select id from spent)
    union all select 'confirmation' || disbursement_id, 'confirmation', '', confirmed_by, occurred_at, null, recorded_at
      from envelope_draw_confirmation where disbursement_id in (select id from spent)
    union all select 'payment' || id, 'payment', method, paid_by, occurred_at, principal_cents + fees_cents, recorded_at
      from disbursement_payment where disbursement_id in (select id from spent)
    union all select 'bond' || id, 'bond', to_state, changed_by, occurred_at, null, recorded_at
      from bond_state_change where bond_id in (select id from posted)
    union all select 'preparation' || p.id, 'bond', p.to_state, p.changed_by, p.occurred_at, p.amount_cents, p.recorded_at
      from bond_preparation_step p where p.disbursement_id in (select id from spent)
       and not exists (select from bond b where b.disbursement_id = p.disbursement_id
                          and (preparation_now(b.disbursement_id)).number = p.number)
    union all select 'return' || id, 'return', '', recorded_by, occurred_at, received_cents + interest_cents, recorded_at
      from bond_return where bond_id in (select id from posted)
    union all select 'loss' || id, 'loss', kind, recorded_by, occurred_at, amount_cents, recorded_at
      from bond_loss where bond_id in (select id from posted)
    union all select 'recovery' || id, 'recovery', '', recorded_by, occurred_at, received_cents + interest_cents, recorded_at
      from bond_recovery where bond_id in (select id from posted)
    union all select 'reversal' || loss_id, 'reversal', '', recorded_by, occurred_at, null, recorded_at
      from bond_loss_reversal where bond_id in (select id from posted)
    union all select 'chase' || id, 'chase', kind, recorded_by, occurred_at, null, recorded_at
      from bond_chase where bond_id in (select id from posted)
    union all select 'offer' || id, 'family', answer, asked_by, occurred_at, null, recorded_at
      from copay_offer where case_code = ${caseCode} and fund_id = any(${fundIds}::uuid[])
    union all select 'agreement' || id, 'family', 'signed', witnessed_by, recorded_at, amount_cents, recorded_at from signed
    union all select 'family part' || id, 'family', 'received', received_by, occurred_at, amount_cents, recorded_at
      from copay_receipt where agreement_id in (select id from signed)
    union all select 'taking back' || v.id, 'family', 'taking_back_asked', v.asked_by, v.occurred_at, r.amount_cents, v.recorded_at
      from copay_reversal v join copay_receipt r on r.id = v.receipt_id where r.agreement_id in (select id from signed)
    union all select 'taking back decided' || v.id, 'family',
                     case d.decision when 'confirmed' then 'taken_back' else 'taking_back_withdrawn' end,
                     d.decided_by, d.occurred_at, r.amount_cents, d.recorded_at
      from copay_reversal_decision d join copay_reversal v on v.id = d.reversal_id join copay_receipt r on r.id = v.receipt_id
     where r.agreement_id in (select id from signed)
    union all select 'payout' || id, 'family', 'payout_proposed', proposed_by, occurred_at, amount_cents, recorded_at from given_back
    union all select 'payout yes' || p.id || a.approved_by, 'family', 'payout_approved', a.approved_by, a.occurred_at, p.amount_cents, a.recorded_at
      from copay_payout_approval a join given_back p on p.id = a.payout_id
    union all select 'payout no' || p.id, 'family', 'payout_withdrawn', w.withdrawn_by, w.occurred_at, p.amount_cents, w.recorded_at
      from copay_payout_withdrawal w join given_back p on p.id = w.payout_id
    union all select 'paid out' || p.id, 'family', 'paid_out', y.paid_by, y.occurred_at, p.amount_cents, y.recorded_at
      from copay_payout_payment y join given_back p on p.id = y.payout_id
    union all select 'counsel' || id, 'clearance', 'cleared', recorded_by, recorded_at, null, recorded_at
      from counsel_clearance where disbursement_id in (select id from spent)
    union all select 'counsel yes' || clearance_id, 'clearance', 'confirmed', y.confirmed_by, y.recorded_at, null, y.recorded_at
      from clearance_confirmation y join counsel_clearance c on c.id = y.clearance_id
     where c.disbursement_id in (select id from spent)
    union all select 'cash' || id, 'cash', 'signed_out', signed_out_by, occurred_at, amount_cents, recorded_at from carried
    union all select 'cash yes' || a.id, 'cash', 'confirmed', y.confirmed_by, y.occurred_at, a.amount_cents, y.recorded_at
      from advance_confirmation y join carried a on a.id = y.advance_id
    union all select 'cash no' || a.id, 'cash', 'withdrawn', w.withdrawn_by, w.occurred_at, a.amount_cents, w.recorded_at
      from advance_withdrawal w join carried a on a.id = w.advance_id
    union all select 'cash back' || id, 'cash', 'brought_back', counted_by, occurred_at, amount_cents, recorded_at from brought_back
    union all select 'cash signed' || b.id, 'cash', 'return_' || r.answer, r.answered_by, r.occurred_at, b.amount_cents, r.recorded_at
      from advance_return_answer r join brought_back b on b.id = r.return_id),
       followed (key, kind, code, by_id, at, recorded_at, day, also, whom_id) as (${followedMoments}),
       -- What funds share was recorded once, for every part.
       told as (
    select key, kind, code, by_id, at, cents, recorded_at, null::date as day, null::text as also, null::uuid as whom_id from happened
    union all select min(key), kind, code, by_id, at, null, min(recorded_at), day, also, whom_id
      from followed group by kind, code, by_id, at, day, also, whom_id)
  select h.key, h.kind, h.code, h.also, s.name as by, w.name as whom, h.at, h.day, h.cents as "amountCents"
    from told h left join staff s on s.id = h.by_id left join staff w on w.id = h.whom_id
   order by h.at, h.recorded_at, h.key`
