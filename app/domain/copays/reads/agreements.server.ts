import type { Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import type { FamilyMoney } from '../copay.ts'

/** One signed paper, and where the money of it is. */
export type Agreement = FamilyMoney & {
  id: string
  fundId: string
  caseCode: string
  language: string
  amount: bigint
  /** Held, and neither a payout waits for it nor a receipt to be taken back, nor is it out as cash for another disbursement. */
  unclaimed: bigint
  /** Whether a proposal for the case is still open, for which the money may be waiting. */
  isAwaited: boolean
  paperNumber: string
  witnessedBy: string
  signedOn: Date
  recordedAt: Date
}

type Of = {
  disbursementId?: string
  fundId?: string
  caseCode?: string
  agreementId?: string
  fundIds?: string[]
}

/** The agreements that the scope shows, the oldest first. Every figure is of the records, which the ledger follows. */
export const readAgreements = (tx: Tx, of: Of): Promise<Agreement[]> => tx.$queryRaw<Agreement[]>`
  select a.id::text, a.fund_id::text as "fundId", a.case_code as "caseCode", a.language, a.amount_cents as amount,
         a.paper_number as "paperNumber", a.witnessed_by::text as "witnessedBy", a.signed_on as "signedOn",
         a.recorded_at as "recordedAt", coalesce(came.cents, 0)::bigint as received, copay_held_cents(a.id) as held,
         copay_postable_cents(a.id, ${of.disbursementId ?? null}::uuid) as unclaimed, coalesce(inside.posted, 0)::bigint as posted,
         coalesce(inside.lost, 0)::bigint as lost, coalesce(inside.recovered, 0)::bigint as recovered,
         coalesce(gone.cents, 0)::bigint as "paidOut",
         exists (select from disbursement d where d.fund_id = a.fund_id and d.case_code = a.case_code
                    and d.kind in ('court_bail', 'immigration_bond') and d.state in ('proposed', 'approved')) as "isAwaited"
    from copay_agreement a
    left join lateral (select sum(r.amount_cents) as cents from copay_receipt r
                         where r.agreement_id = a.id and copay_receipt_stands(r.id)) came on true
    left join lateral (select sum(c.part - c.back - c.lost) as posted, sum(c.lost) as lost, sum(c.recovered) as recovered
                         from bond b cross join lateral copay_of_bond(b.id) c where b.agreement_id = a.id) inside on true
    left join lateral (select sum(p.amount_cents) as cents from copay_payout p
                         join copay_payout_payment x on x.payout_id = p.id where p.agreement_id = a.id) gone on true
   where ${and(of)} order by a.recorded_at, a.id`

const and = ({ fundId, caseCode, agreementId, fundIds }: Of): Prisma.Sql =>
  Prisma.sql`(${fundId ?? null}::uuid is null or a.fund_id = ${fundId ?? null}::uuid)
     and (${caseCode ?? null}::text is null or a.case_code = ${caseCode ?? null})
     and (${agreementId ?? null}::uuid is null or a.id = ${agreementId ?? null}::uuid)
     and (${fundIds ?? null}::uuid[] is null or a.fund_id = any(${fundIds ?? null}::uuid[]))`
