import { inTransaction } from '#app/platform/db.ts'
import type { DisbursementState } from '../states.ts'
import { type Cursor, writeCursor } from './cursor.ts'
import type { Reader } from './disbursement-page.server.ts'
import { fundNames } from './fund-names.server.ts'

const pageSize = 30

export type ListedDisbursement = {
  id: string
  fundName: string
  kind: string
  purposeCode: string
  caseCode: string
  state: string
  totalCents: bigint
  proposedBy: string
  proposedAt: Date
  expiresAt: Date
}

/** The disbursements of a person's funds, newest first, and how many there are in each state. */
export async function listDisbursements(of: {
  staff: Reader
  state: DisbursementState | null
  fundSlug: string | null
  after: Cursor | null
}): Promise<{ rows: ListedDisbursement[]; older: string | null; counts: Record<string, number> }> {
  const { staff, state, fundSlug, after } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const found = await tx.$queryRaw<Row[]>`
      select d.id, d.fund_id, d.kind, d.purpose_code, d.case_code, d.state, d.occurred_at, d.expires_at, s.name as proposed_by,
             coalesce((select sum(l.ceiling_cents) from disbursement_line l where l.disbursement_id = d.id), 0)::bigint as total
        from disbursement d join staff s on s.id = d.proposed_by join fund f on f.id = d.fund_id
       where (${state}::text is null or d.state = ${state}) and (${fundSlug}::text is null or f.slug = ${fundSlug})
         and (${after?.at ?? null}::timestamptz is null
              or (d.occurred_at, d.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
       order by d.occurred_at desc, d.id desc limit ${pageSize + 1}`
    const counted = await tx.$queryRaw<{ state: string; count: number }[]>`
      select d.state, count(*)::int as count from disbursement d join fund f on f.id = d.fund_id
       where ${fundSlug}::text is null or f.slug = ${fundSlug} group by d.state`
    const names = await fundNames(tx, { fundIds: staff.fundIds, language: staff.language })

    const shown = found.slice(0, pageSize)
    const last = found.length > pageSize ? shown.at(-1) : undefined
    return {
      rows: shown.map((row) => ({
        id: row.id,
        fundName: names.get(row.fund_id) ?? '',
        kind: row.kind,
        purposeCode: row.purpose_code,
        caseCode: row.case_code,
        state: row.state,
        totalCents: row.total,
        proposedBy: row.proposed_by,
        proposedAt: row.occurred_at,
        expiresAt: row.expires_at,
      })),
      older: last ? writeCursor({ at: last.occurred_at, id: last.id }) : null,
      counts: Object.fromEntries(counted.map((row) => [row.state, row.count])),
    }
  })
}

type Row = {
  id: string
  fund_id: string
  kind: string
  purpose_code: string
  case_code: string
  state: string
  occurred_at: Date
  expires_at: Date
  proposed_by: string
  total: bigint
}
