import type { Tx } from '#app/platform/db.ts'

export type FundChange = {
  key: string
  what: 'state' | 'reserve'
  /** A state, or cents. */
  from: string
  to: string
  reason: string
  by: string | null
  at: Date
}

const shown = 20

/** What people decided about a fund's state and reserve, the newest first. */
export const readFundChanges = (tx: Tx, fundId: string): Promise<FundChange[]> =>
  tx.$queryRaw<FundChange[]>`
    select * from (
      select 'state-' || c.id as key, 'state' as what, c.from_state as "from", c.to_state as "to", c.reason, s.name as by,
             c.recorded_at as at
        from fund_state_change c left join staff s on s.id = c.changed_by
       where c.fund_id = ${fundId}::uuid and c.from_state is not null
      union all
      select 'reserve-' || c.id, 'reserve', c.from_cents::text, c.to_cents::text, c.reason, s.name, c.recorded_at
        from fund_reserve_change c join staff s on s.id = c.changed_by
       where c.fund_id = ${fundId}::uuid) changes
     order by at desc, key limit ${shown}`
