import { Prisma } from '#prisma/generated/client.ts'
import { bondMovements, figuresMovedBy } from './bond-movements.server.ts'
import type { CloseWindow, Reach } from './close-window.server.ts'
import { type FigureName, figureNames } from './figures.ts'
import { measurePeople } from './measure-people.server.ts'
import type { Cell, SharedFlow } from './publication-policy.ts'
import type { Measured } from './publish-figures.ts'
import type { Read } from './read.server.ts'
import {
  giftAccounts,
  lossAccounts,
  net,
  onHandAccounts,
  outAccounts,
  supportAccounts,
  turnover,
} from './turnover.server.ts'

/** An earlier close, from which something is counted on. */
export type Base = Reach & { seq: number }

export type Measurement = {
  /** Gifts settled, fee cover included, less refunds and disputes. Cents. */
  raised: bigint
  figures: Record<FigureName, Measured>
  /** Since the last close that ended a pool period. */
  flows: Record<SharedFlow, Cell>
  /** Releases that no earlier close has counted. */
  newReleases: bigint[]
}

/**
 * The truth at a close: every public figure from the beginning, and what stands behind its change since it last
 * changed in public (`lastFresh`; none: since the beginning).
 */
export async function measure(
  read: Read,
  of: { fundId: string; at: Reach; lastFresh: Partial<Record<FigureName, Base>>; period: Base | null },
): Promise<Measurement> {
  const window: CloseWindow = { fundId: of.fundId, at: of.at, since: null }
  const values = await cumulative(read, window)
  const cells = await readCells(read, window, cellBases(of))
  const people = await measurePeople(read, {
    fundId: of.fundId,
    cutAt: of.at.cutAt,
    sinceSeq: of.lastFresh.people_freed?.seq ?? 0,
  })
  const cellOf = (name: string): Cell => cells.get(name) ?? nothing
  return {
    raised: values.raised,
    newReleases: people.newReleases,
    flows: {
      posted: cellOf('period.posted'),
      returned: cellOf('period.returned'),
      support: cellOf('period.support'),
      not_coming_back: cellOf('period.not_coming_back'),
    },
    figures: Object.fromEntries(
      figureNames.map((name) => [
        name,
        name === 'people_freed' ? people.measured : { value: values[name], cell: cellOf(name) },
      ]),
    ) as Measurement['figures'],
  }
}

type MoneyFigure = Exclude<FigureName, 'people_freed'>

/** Every figure from the beginning to the close, in cents. */
async function cumulative(read: Read, window: CloseWindow): Promise<Record<MoneyFigure | 'raised', bigint>> {
  const balances = await turnover(read, window)
  const moved = await read<{ part: string; cents: string }>(Prisma.sql`
    select part, sum(cents)::bigint::text as cents from (${bondMovements(window)}) m
     where part in ('posted', 'returned') group by part`)
  const of = (part: string) => BigInt(moved.find((row) => row.part === part)?.cents ?? 0)
  const lost = net(balances, lossAccounts)
  const bondFees = net(balances, ['bond_fees'])
  return {
    raised: -net(balances, giftAccounts),
    posted: of('posted'),
    returned: of('returned'),
    out_on_bonds: net(balances, outAccounts),
    on_hand: net(balances, onHandAccounts),
    support: net(balances, supportAccounts),
    withheld: net(balances, ['withheld']),
    forfeited: net(balances, ['forfeited']),
    written_off: net(balances, ['written_off']),
    lost,
    bond_fees: bondFees,
    not_coming_back: lost + bondFees,
  }
}

const nothing: Cell = { events: 0, moved: 0n, largestOneBond: 0n }

type CellBase = { cell: string; figure: FigureName; since: Reach | null }

function cellBases({ lastFresh, period }: Parameters<typeof measure>[1]): CellBase[] {
  const flows: SharedFlow[] = ['posted', 'returned', 'support', 'not_coming_back']
  return [
    ...figureNames.map((name) => ({ cell: name, figure: name, since: lastFresh[name] ?? null })),
    ...flows.map((name) => ({ cell: `period.${name}`, figure: name, since: period })),
  ]
}

const feeds = Object.entries(figuresMovedBy).flatMap(([part, figures]) =>
  figures.map((figure) => ({ part, figure })),
)

/**
 * An event is one act for one bond, whatever the number of its ledger rows: ten deductions of one return hide nobody.
 * What stood there at go-live moved no cash.
 */
async function readCells(read: Read, window: CloseWindow, bases: CellBase[]): Promise<Map<string, Cell>> {
  const rows = await read<{ cell: string; events: string; moved: string; largest: string }>(Prisma.sql`
    with event as (
      select b.cell, m.whose, abs(sum(m.cents)) as cents
        from (${bondMovements(window)}) m
        join unnest(${feeds.map(({ part }) => part)}::text[], ${feeds.map(({ figure }) => figure)}::text[])
             as feed (part, figure) on feed.part = m.part
        join unnest(${bases.map(({ cell }) => cell)}::text[], ${bases.map(({ figure }) => figure)}::text[],
                    ${bases.map(({ since }) => since?.through ?? 0n)}::bigint[],
                    ${bases.map(({ since }) => since?.cutAt.toISOString() ?? '-infinity')}::timestamptz[])
             as b (cell, figure, through, cut_at) on b.figure = feed.figure
       where (m.id > b.through or m.occurred_at > b.cut_at) and not (m.at_go_live and b.figure = 'on_hand')
       group by b.cell, m.whose, m.source_kind, m.source_id
      -- A return that was the family's alone moved nothing of the fund's, and hides nobody.
      having sum(m.cents) <> 0
    ), bond as (
      select cell, whose, count(*) as events, sum(cents) as cents from event group by cell, whose)
    select cell, sum(events)::bigint::text as events, sum(cents)::bigint::text as moved, max(cents)::bigint::text as largest
      from bond group by cell`)
  return new Map(
    rows.map((row) => [
      row.cell,
      { events: Number(row.events), moved: BigInt(row.moved), largestOneBond: BigInt(row.largest) },
    ]),
  )
}
