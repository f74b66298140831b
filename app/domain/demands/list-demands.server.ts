import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { DemandKind, GivenKind } from './demand.ts'

export type ListedDemand = {
  id: string
  kind: DemandKind
  scope: 'person' | 'fund' | 'everything'
  fundId: string | null
  /** The case code by which the person is known. */
  caseCode: string | null
  receivedOn: string
  /** The days that it speaks of, where it names any. */
  coversFrom: string | null
  coversUntil: string | null
  deadlineOn: string | null
  counsel: string
  openedBy: string
  occurredAt: Date
  closing: { given: GivenKind[]; by: string; at: Date } | null
}

type Row = Omit<ListedDemand, 'closing'> & {
  given: GivenKind[] | null
  closedBy: string | null
  closedAt: Date | null
}

/** The register in these funds, with what covers every fund: what is open first, by its deadline. */
export const listDemands = (of: { staff: ActingStaff; fundIds: string[] }): Promise<ListedDemand[]> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      select d.id, d.kind, d.scope, d.fund_id as "fundId",
             case_of_demand(d.id) as "caseCode",
             d.received_on::text as "receivedOn", d.covers_from::text as "coversFrom", d.covers_until::text as "coversUntil", d.deadline_on::text as "deadlineOn", d.counsel, s.name as "openedBy",
             d.occurred_at as "occurredAt", x.given, closer.name as "closedBy", x.occurred_at as "closedAt"
        from legal_demand d join staff s on s.id = d.opened_by
        left join legal_demand_closing x on x.demand_id = d.id left join staff closer on closer.id = x.closed_by
       where d.fund_id is null or d.fund_id = any(${of.fundIds}::uuid[])
       order by x.demand_id is not null, d.deadline_on nulls last, d.occurred_at desc limit 200`
    return rows.map(({ given, closedBy, closedAt, ...demand }) => ({
      ...demand,
      closing: given && closedBy && closedAt ? { given, by: closedBy, at: closedAt } : null,
    }))
  })
