import { type Cursor, writeCursor } from '#app/domain/disbursements/reads/cursor.ts'
import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { type RequestGroup, requestGroupNames, requestGroups } from '../request.ts'

const pageSize = 30

/** Who waits for a decision stands in the fund's published order, far more of them on one page. */
const rankedGroups: readonly RequestGroup[] = ['decision', 'waiting']
const rankedPageSize = 200

export type ListedRequest = {
  id: string
  code: string
  state: string
  fundName: string
  receivedAt: Date
  /** By when somebody must be called; null where no call waits. */
  callBy: Date | null
}

type Row = Omit<ListedRequest, 'fundName'> & { fundId: string }

/**
 * The requests of a person's funds, and how many there are in each group of states. Those that wait stand in the order of their
 * fund's policy, others whom somebody works for with the oldest first. Where those that are over stand among them, the newest.
 */
export async function listRequests(of: {
  staff: Reader
  group: RequestGroup | null
  fundSlug: string | null
  after: Cursor | null
}): Promise<{ rows: ListedRequest[]; next: string | null; counts: Record<RequestGroup, number> }> {
  const { staff, group, fundSlug, after } = of
  const ranked = group !== null && rankedGroups.includes(group)
  const size = ranked ? rankedPageSize : pageSize
  const newestFirst = group === null || group === 'over'
  const since = (at: Prisma.Sql) =>
    newestFirst ? Prisma.sql`-extract(epoch from ${at})` : Prisma.sql`extract(epoch from ${at})`
  const states: string[] | null = group ? [...requestGroups[group]] : null
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const found = await tx.$queryRaw<Row[]>`
      select r.id, r.code, r.state, r.fund_id as "fundId", r.occurred_at as "receivedAt",
             (select min(c.due_at) from call_task c where c.request_id = r.id and c.done_at is null) as "callBy"
        from help_request r join fund f on f.id = r.fund_id
        cross join lateral (select case when ${ranked} then -${rankOf(Prisma.sql`r.id`)} else 0 end as place) k
       where (${states}::text[] is null or r.state = any(${states}::text[]))
         and (${fundSlug}::text is null or f.slug = ${fundSlug})
         and (${after?.at ?? null}::timestamptz is null
              or (k.place, ${since(Prisma.sql`r.occurred_at`)}, r.id)
                 > (case when ${ranked} then -${rankOf(Prisma.sql`${after?.id ?? null}::uuid`)} else 0 end,
                    ${since(Prisma.sql`${after?.at ?? null}::timestamptz`)}, ${after?.id ?? null}::uuid))
       order by k.place, ${since(Prisma.sql`r.occurred_at`)}, r.id
       limit ${size + 1}`
    const counted = await tx.$queryRaw<{ state: string; count: number }[]>`
      select r.state, count(*)::int as count from help_request r join fund f on f.id = r.fund_id
       where ${fundSlug}::text is null or f.slug = ${fundSlug} group by r.state`
    const names = await fundNames(tx, { fundIds: staff.fundIds, language: staff.language })

    const shown = found.slice(0, size)
    const last = found.length > shown.length ? shown.at(-1) : undefined
    return {
      rows: shown.map(({ fundId, ...row }) => ({ ...row, fundName: names.get(fundId) ?? '' })),
      next: last ? writeCursor({ at: last.receivedAt, id: last.id }) : null,
      counts: countGroups(counted),
    }
  })
}

/** Where a request stands in its fund's order of today: a place under an order of before says nothing of it. */
const rankOf = (id: Prisma.Sql) => Prisma.sql`
  coalesce((select k.rank from request_rank k join help_request x on x.id = k.request_id
             where k.request_id = ${id}
               and k.policy_id = (select max(o.id) from priority_policy o where o.fund_id = x.fund_id)), 0)`

const countGroups = (counted: { state: string; count: number }[]): Record<RequestGroup, number> => {
  const sums = requestGroupNames.map((name) => {
    const states: readonly string[] = requestGroups[name]
    const inGroup = counted.filter(({ state }) => states.includes(state))
    return [name, inGroup.reduce((total, { count }) => total + count, 0)]
  })
  return Object.fromEntries(sums)
}
