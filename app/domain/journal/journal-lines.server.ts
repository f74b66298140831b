import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { Chart } from './chart.ts'
import { chartsOf } from './charts.server.ts'
import { inDays } from './in-days.server.ts'
import { type JournalEntry, type JournalFormat, journalHead, journalText } from './journal-text.ts'

const batch = 2_000

type Opened = {
  format: JournalFormat
  fromDay: string
  throughDay: string
  fundIds: string[]
  last: bigint
}

/** The journal part by part, in the order in which it was written: never the whole in memory, never a transaction open while a browser reads. */
export async function* journalLines(of: {
  staff: { fundIds: string[] }
  opened: Opened
}): AsyncGenerator<string> {
  const { opened } = of
  const scope = { kind: 'staff', fundIds: of.staff.fundIds } as const
  const charts = await inTransaction({ scope }, (tx) => chartsOf(tx, opened.fundIds))
  const chartOf = (fundId: string): Chart => {
    const chart = charts.get(fundId)
    if (!chart) throw new Error('an entry of a fund that was not asked for')
    return chart
  }
  yield journalHead(opened.format, [...charts.values()])
  const { first, last } = await inTransaction({ scope }, (tx) => span(tx, opened))
  for (let from = first; from <= last; ) {
    const { entries, next } = await inTransaction({ scope }, (tx) => part(tx, opened, { from, last }))
    if (entries.length > 0) yield entries.map((entry) => journalText(opened.format, entry, chartOf)).join('')
    from = next
  }
}

/** The first and the last transfer of these days, so that years before them are not gone through. */
async function span(tx: Tx, opened: Opened): Promise<{ first: bigint; last: bigint }> {
  const [row] = await tx.$queryRaw<{ first: bigint; last: bigint }[]>`
    select coalesce(min(t.id), 1) as first, coalesce(max(t.id), 0) as last
      from ledger_transfer t left join late_entry l on l.transfer_id = t.id
     where t.id <= ${opened.last} and ${inDays(opened)}`
  return row ?? { first: 1n, last: 0n }
}

/** Their numbers first, fund by fund in order: asked for all at once, the database may sort everything for each part. */
async function part(
  tx: Tx,
  opened: Opened,
  { from, last }: { from: bigint; last: bigint },
): Promise<{ entries: JournalEntry[]; next: bigint }> {
  const page = await tx.$queryRaw<{ id: bigint }[]>`
    select t.id from unnest(${opened.fundIds}::uuid[]) as f (id)
      cross join lateral (select x.id from ledger_transfer x
                           where x.fund_id = f.id and x.id between ${from} and ${last} order by x.id limit ${batch}) t
     order by t.id limit ${batch}`
  const ids = page.map(({ id }) => id)
  const entries = ids.length > 0 ? await entriesOf(tx, opened, ids) : []
  return { entries, next: ids.length < batch ? last + 1n : (ids.at(-1) ?? last) + 1n }
}

/** The time zone is asked for once a part: a function of the database would ask for every row. */
const entriesOf = (tx: Tx, opened: Opened, ids: bigint[]): Promise<JournalEntry[]> =>
  tx.$queryRaw<JournalEntry[]>`
    select t.id, (greatest(t.occurred_at, l.closed_through) at time zone (select timezone from organization where id = 1))::date::text as "bookedOn",
           (t.occurred_at at time zone (select timezone from organization where id = 1))::date::text as "happenedOn", t.code, d.code as debit, c.code as credit,
           t.amount_cents as "amountCents", t.fund_id::text as "fundId", f.slug as fund,
           t.source_kind || ' ' || t.source_id as source, b.case_code as "caseCode", t.reverses_id as reverses
      from ledger_transfer t
      join ledger_account d on d.id = t.debit_account_id
      join ledger_account c on c.id = t.credit_account_id
      join fund f on f.id = t.fund_id
      left join late_entry l on l.transfer_id = t.id
      left join bond b on b.id::text = coalesce(
        case when d.code in ('bond_deposit', 'refund_due', 'copay_posted') then d.sub end,
        case when c.code in ('bond_deposit', 'refund_due', 'copay_posted') then c.sub end)
     where t.id = any (${ids}) and ${inDays(opened)}
     order by t.id`
