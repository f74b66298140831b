import { advancesOfCase } from '#app/domain/cash/advances-of-case.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type CaseMoment, caseMoments } from './case-moments.server.ts'

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
         and r.id in (select k.request_id from request_case k where k.case_code = ${caseCode})
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
      moments: await caseMoments(tx, of),
      transfers: await transfers(tx, of),
      looks: await looks(tx, caseCode),
    }
  })

type Of = { caseCode: string; fundIds: string[] }

/** Transfers that touch an account of one of its bonds or of a family's part, or that an act on it or on its cash caused; and what reverses them. */
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
         union select id::text from copay_payout where agreement_id in (select id from signed)
         union select v.id::text from (${advancesOfCase(caseCode)}) v (id)
         union select r.id::text from advance_return r where r.advance_id in (${advancesOfCase(caseCode)})),
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
