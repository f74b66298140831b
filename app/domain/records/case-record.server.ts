import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

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
  /** A state, a way of paying, a kind of loss or of asking, a step of a family's money or of counsel's word. */
  code: string
  by: string | null
  at: Date
  amountCents: bigint | null
}

export type CaseTransfer = {
  id: bigint
  code: string
  debit: string
  credit: string
  amountCents: bigint
  occurredAt: Date
}

export type CaseRecord = {
  caseCode: string
  fundNames: string[]
  requests: { id: string; code: string }[]
  disbursements: { id: string; state: string; kind: string }[]
  bonds: { id: string; state: string; kind: string; principalCents: bigint }[]
  moments: CaseMoment[]
  transfers: CaseTransfer[]
  /** How often the vault was opened for this person, and by how many people. Never what was read. */
  looks: { count: number; people: number }
}

/** Everything that acts and books tell about a case code. Null where this person's funds know no such case. */
export const caseRecord = (of: {
  caseCode: string
  fundIds: string[]
  language: string
}): Promise<CaseRecord | null> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => {
    const { caseCode, fundIds } = of
    const disbursements = await tx.disbursement.findMany({
      where: { caseCode, fundId: { in: fundIds } },
      orderBy: { occurredAt: 'asc' },
      select: { id: true, state: true, kind: true, fundId: true },
    })
    const bonds = await tx.bond.findMany({
      where: { caseCode, fundId: { in: fundIds } },
      orderBy: { postedAt: 'asc' },
      select: { id: true, state: true, kind: true, principalCents: true, fundId: true },
    })
    const requests = await tx.$queryRaw<{ id: string; code: string; fundId: string }[]>`
      select r.id, r.code, r.fund_id as "fundId" from help_request r
       where r.fund_id = any(${fundIds}::uuid[])
         and r.person_id in (select c.person_id from person_case c where c.case_code = ${caseCode})
       order by r.recorded_at`
    const known = [...requests, ...disbursements, ...bonds]
    if (known.length === 0) return null
    const names = await fundNames(tx, {
      fundIds: [...new Set(known.map(({ fundId }) => fundId))],
      language: of.language,
    })
    return {
      caseCode,
      fundNames: [...names.values()],
      requests: requests.map(({ id, code }) => ({ id, code })),
      disbursements: disbursements.map(({ fundId: _, ...row }) => row),
      bonds: bonds.map(({ fundId: _, ...row }) => row),
      moments: await moments(tx, of),
      transfers: await transfers(tx, of),
      looks: await looks(tx, caseCode),
    }
  })

type Of = { caseCode: string; fundIds: string[] }

const moments = (tx: Tx, { caseCode, fundIds }: Of): Promise<CaseMoment[]> => tx.$queryRaw<CaseMoment[]>`
  with spent as (select id from disbursement where case_code = ${caseCode} and fund_id = any(${fundIds}::uuid[])),
       posted as (select id from bond where case_code = ${caseCode} and fund_id = any(${fundIds}::uuid[])),
       asked as (select r.id from help_request r join person_case c on c.person_id = r.person_id
                  where c.case_code = ${caseCode} and r.fund_id = any(${fundIds}::uuid[])),
       signed as (select * from copay_agreement where case_code = ${caseCode} and fund_id = any(${fundIds}::uuid[])),
       given_back as (select * from copay_payout where agreement_id in (select id from signed)),
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
     where c.disbursement_id in (select id from spent))
  select h.key, h.kind, h.code, s.name as by, h.at, h.cents as "amountCents"
    from happened h left join staff s on s.id = h.by_id order by h.at, h.recorded_at, h.key`

/** Transfers that touch an account of one of its bonds or of a family's part, or that an act on it caused; and what reverses them. */
const transfers = (tx: Tx, { caseCode, fundIds }: Of): Promise<CaseTransfer[]> => tx.$queryRaw<
  CaseTransfer[]
>`
  with spent as (select id from disbursement where case_code = ${caseCode}),
       posted as (select id from bond where case_code = ${caseCode}),
       signed as (select id from copay_agreement where case_code = ${caseCode}),
       causes as (
         select id::text from spent union select id::text from posted
         union select id::text from disbursement_payment where disbursement_id in (select id from spent)
         union select id::text from bond_return where bond_id in (select id from posted)
         union select id::text from bond_loss where bond_id in (select id from posted)
         union select id::text from bond_recovery where bond_id in (select id from posted)
         union select id::text from copay_receipt where agreement_id in (select id from signed)
         union select v.id::text from copay_reversal v join copay_receipt r on r.id = v.receipt_id
                where r.agreement_id in (select id from signed)
         union select id::text from copay_payout where agreement_id in (select id from signed)),
       subs as (select a.id from ledger_account a
                 where a.sub in (select id::text from posted union all select id::text from signed)),
       direct as (select t.id from ledger_transfer t
                   where t.source_id in (select id from causes)
                      or t.debit_account_id in (select id from subs) or t.credit_account_id in (select id from subs))
  select t.id, t.code, d.code as debit, c.code as credit, t.amount_cents as "amountCents", t.occurred_at as "occurredAt"
    from ledger_transfer t join ledger_account d on d.id = t.debit_account_id
    join ledger_account c on c.id = t.credit_account_id
   where t.fund_id = any(${fundIds}::uuid[])
     and (t.id in (select id from direct) or t.reverses_id in (select id from direct))
   order by t.id`

async function looks(tx: Tx, caseCode: string): Promise<CaseRecord['looks']> {
  const [row] = await tx.$queryRaw<CaseRecord['looks'][]>`
    select count(*)::int as count, count(distinct r.staff_id)::int as people from person_reveal r
     where r.person_id in (select person_id from person_case where case_code = ${caseCode})`
  return row ?? { count: 0, people: 0 }
}
