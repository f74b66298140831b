import { type Cursor, writeCursor } from '#app/domain/disbursements/reads/cursor.ts'
import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { type BondGroup, type BondState, bondGroupNames, bondGroups } from '../bond.ts'

const pageSize = 30

/** The states in which the last of a bond's money came back or was lost. */
const endings: string[] = [
  'returned',
  'returned_unposted',
  'forfeited',
  'breached',
  'written_off',
] satisfies BondState[]

export type ListedBond = {
  id: string
  fundName: string
  kind: string
  caseCode: string
  state: string
  principalCents: bigint
  openCents: bigint
  postedAt: Date
  /** When the last of its money was back or lost; null while some is still out. */
  endedAt: Date | null
}

/** The bonds of a person's funds, the longest out first, and how many there are in each group of states. */
export async function listBonds(of: {
  staff: Reader
  group: BondGroup | null
  fundSlug: string | null
  after: Cursor | null
}): Promise<{ rows: ListedBond[]; next: string | null; counts: Record<BondGroup, number> }> {
  const { staff, group, fundSlug, after } = of
  const states: string[] | null = group ? [...bondGroups[group]] : null
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const found = await tx.$queryRaw<Row[]>`
      select b.id, b.fund_id, b.kind, b.case_code, b.state, b.principal_cents, b.posted_at,
             coalesce((select sum(a.balance_cents) from account_balance a
                        where a.fund_id = b.fund_id and a.sub = b.id::text and a.code in ('bond_deposit', 'refund_due')), 0)::bigint as open,
             (select max(c.occurred_at) from bond_state_change c
               where c.bond_id = b.id and c.to_state = any(${endings}::text[])) as ended_at
        from bond b join fund f on f.id = b.fund_id
       where (${states}::text[] is null or b.state = any(${states}::text[]))
         and (${fundSlug}::text is null or f.slug = ${fundSlug})
         and (${after?.at ?? null}::timestamptz is null
              or (b.posted_at, b.id) > (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
       order by b.posted_at, b.id limit ${pageSize + 1}`
    const counted = await tx.$queryRaw<{ state: string; count: number }[]>`
      select b.state, count(*)::int as count from bond b join fund f on f.id = b.fund_id
       where ${fundSlug}::text is null or f.slug = ${fundSlug} group by b.state`
    const names = await fundNames(tx, { fundIds: staff.fundIds, language: staff.language })

    const shown = found.slice(0, pageSize)
    const last = found.length > pageSize ? shown.at(-1) : undefined
    return {
      rows: shown.map((row) => ({
        id: row.id,
        fundName: names.get(row.fund_id) ?? '',
        kind: row.kind,
        caseCode: row.case_code,
        state: row.state,
        principalCents: row.principal_cents,
        openCents: row.open,
        postedAt: row.posted_at,
        endedAt: row.open > 0n ? null : row.ended_at,
      })),
      next: last ? writeCursor({ at: last.posted_at, id: last.id }) : null,
      counts: countGroups(counted),
    }
  })
}

const countGroups = (counted: { state: string; count: number }[]): Record<BondGroup, number> => {
  const sums = bondGroupNames.map((name) => {
    const states: readonly string[] = bondGroups[name]
    const inGroup = counted.filter(({ state }) => states.includes(state))
    return [name, inGroup.reduce((total, { count }) => total + count, 0)]
  })
  return Object.fromEntries(sums)
}

type Row = {
  id: string
  fund_id: string
  kind: string
  case_code: string
  state: string
  principal_cents: bigint
  posted_at: Date
  open: bigint
  ended_at: Date | null
}
