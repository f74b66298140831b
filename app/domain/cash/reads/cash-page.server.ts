import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

import type { CountState } from '../count.ts'

export type OpenAdvanceRow = {
  id: string
  fundId: string
  fundName: string
  poster: string
  amountCents: bigint
  leftCents: bigint
  occurredAt: Date
  /** Null while it waits for its second signature. */
  dueBackAt: Date | null
  receiptsDueAt: Date | null
  isOverdue: boolean
}

export type BoxRow = {
  fundId: string
  fundName: string
  boxCents: bigint
  outCents: bigint
  lastCount: { at: Date; by: string; witness: string; differenceCents: bigint; state: CountState } | null
  /** Differences that nobody has explained yet. */
  openDifferences: number
}

/** Every fund's cash: what is in the box and when it was counted, and what is out with whom until when, the longest first. */
export async function cashPage({
  staff,
}: {
  staff: Reader
}): Promise<{ boxes: BoxRow[]; advances: OpenAdvanceRow[] }> {
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const names = await fundNames(tx, { fundIds: staff.fundIds, language: staff.language })
    const nameOf = (fundId: string) => names.get(fundId) ?? ''
    const boxes = await boxesOf(tx, staff.fundIds)
    const advances = await openAdvances(tx, staff.fundIds)
    return {
      boxes: boxes.map(({ countedAt, by, witness, differenceCents, state, ...box }) => ({
        ...box,
        fundName: nameOf(box.fundId),
        lastCount: countedAt && { at: countedAt, by, witness, differenceCents, state },
      })),
      advances: advances.map((advance) => ({
        ...advance,
        fundName: nameOf(advance.fundId),
        isOverdue: advance.dueBackAt !== null && advance.dueBackAt < now(),
      })),
    }
  })
}

type Box = Omit<BoxRow, 'fundName' | 'lastCount'> & {
  countedAt: Date | null
  by: string
  witness: string
  differenceCents: bigint
  state: CountState
}

const boxesOf = (tx: Tx, fundIds: string[]) => tx.$queryRaw<Box[]>`
  select f.id as "fundId",
         coalesce((select b.balance_cents from account_balance b where b.fund_id = f.id and b.code = 'cash_box'), 0)::bigint as "boxCents",
         coalesce((select sum(b.balance_cents) from account_balance b where b.fund_id = f.id and b.code = 'advance'), 0)::bigint as "outCents",
         (select count(*)::int from cash_count c where c.fund_id = f.id and c.counted_cents <> c.ledger_cents
             and not exists (select from cash_difference x where x.count_id = c.id)) as "openDifferences",
         last.occurred_at as "countedAt", last.by, last.witness, last.counted_cents - last.ledger_cents as "differenceCents",
         cash_count_state(last.id) as state
    from fund f
    left join lateral (select c.*, s.name as by, w.name as witness from cash_count c
                         join staff s on s.id = c.counted_by join staff w on w.id = c.witnessed_by
                        where c.fund_id = f.id order by c.recorded_at desc, c.id limit 1) last on true
   where f.id = any(${fundIds}::uuid[]) order by f.position, f.slug`

const openAdvances = (tx: Tx, fundIds: string[]) => tx.$queryRaw<
  Omit<OpenAdvanceRow, 'fundName' | 'isOverdue'>[]
>`
  select * from (
    select a.id, a.fund_id as "fundId", s.name as poster, a.amount_cents as "amountCents",
           case when c.advance_id is null then a.amount_cents else advance_left_cents(a.id) end as "leftCents",
           a.occurred_at as "occurredAt", c.due_back_at as "dueBackAt", c.receipts_due_at as "receiptsDueAt"
      from advance a join staff s on s.id = a.poster_id
      left join advance_confirmation c on c.advance_id = a.id
     where a.fund_id = any(${fundIds}::uuid[])
       and not exists (select from advance_withdrawal w where w.advance_id = a.id)) open
   where "leftCents" > 0 order by "occurredAt", id`
