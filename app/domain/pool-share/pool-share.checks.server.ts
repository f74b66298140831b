import type { Check } from '#app/domain/ledger/check.ts'
import type { Read } from '#app/domain/transparency/read.server.ts'
import { askEachFund, type Offence } from '#app/domain/transparency/reading-the-books.server.ts'
import { type Fixed, minus, none, plus, times } from './fixed.ts'
import { poolPeriods } from './pool-periods.server.ts'
import { readPoolPeriod } from './read-pool-period.server.ts'
import { shareOf } from './share-of.ts'
import { flowKinds, type PoolPeriod, type PoolPeriodRow, strikePeriod } from './strike-period.ts'

/** What the books ask about pool shares, recomputed from the ledger from zero, one period at a time. */
export const poolShareChecks: Check[] = [
  {
    name: 'pool_share_is_conserved',
    run: (client) =>
      askEachFund(client, async (read, fundId) => firstOf(recomputed(read, fundId), isConserved)),
  },
  {
    name: 'same_period_same_share',
    run: (client) =>
      askEachFund(client, async (read, fundId) => firstOf(recomputed(read, fundId), hasOnePrice)),
  },
]

type Recomputed = { fundId: string; stored: PoolPeriodRow; struck: PoolPeriodRow[]; period: PoolPeriod }

/** Folds the fund's life anew over its stored closes. */
async function* recomputed(read: Read, fundId: string): AsyncGenerator<Recomputed> {
  const stored = await poolPeriods(read, fundId)
  const struck: PoolPeriodRow[] = []
  for (const [index, { row, reach }] of stored.entries()) {
    const since = stored[index - 1]?.reach ?? null
    const period = await readPoolPeriod(read, { fundId, at: reach, since }, struck)
    struck.push(strikePeriod(struck.at(-1) ?? null, period))
    yield { fundId, stored: row, struck, period }
  }
}

async function firstOf(
  lives: AsyncGenerator<Recomputed>,
  offends: (life: Recomputed) => Offence | null,
): Promise<Offence | null> {
  for await (const life of lives) {
    const offence = offends(life)
    if (offence) return offence
  }
  return null
}

/** The stored period is what the ledger gives, and the shares of all holders so far add up to all flows so far. */
function isConserved({ fundId, stored, struck }: Recomputed): Offence | null {
  const { seq } = stored
  const [expected, found] = [textOf(struck.at(-1)), textOf(stored)]
  const field = Object.keys(expected).find((name) => expected[name] !== found[name])
  if (field) {
    return { fundId, seq, field, stored: found[field] ?? null, recomputed: expected[field] ?? null }
  }

  for (const kind of flowKinds) {
    const shared = struck.reduce((sum, row) => {
      const holding = { joinedSeq: row.seq, epoch: row.epoch }
      const joined = { ...holding, units: plus(row.unitsBought, row.unitsHouse) }
      const left = { ...holding, units: row.unitsCancelled }
      const share = minus(shareOf(joined, struck, seq)[kind], shareOf(left, struck, seq)[kind])
      return plus(sum, share)
    }, none)
    const flow = struck.reduce((sum, row) => sum + row.flows[kind].amount, 0n)
    if (!isClose(shared, flow)) return { fundId, seq, kind, flowCents: String(flow), shared: String(shared) }
  }
  return null
}

/** A millionth of a cent, over all holders of a fund, is what 24 digits may lose. */
const isClose = (shared: Fixed, flowCents: bigint): boolean => {
  const difference = shared - flowCents * 10n ** 24n
  return (difference < 0n ? -difference : difference) < 10n ** 18n
}

/** Every net cent of the period bought as much: the units of all its gifts are their cents times its one price. */
function hasOnePrice({ fundId, stored, struck, period }: Recomputed): Offence | null {
  const cents = period.gifts.reduce((sum, net) => (net > 0n ? sum + net : sum), 0n)
  const price = struck.at(-1)?.unitsPerCent
  const bought = times(cents, stored.unitsPerCent)
  if (stored.unitsPerCent === price && stored.unitsBought === bought) return null
  return {
    fundId,
    seq: stored.seq,
    giftCents: String(cents),
    unitsBought: String(stored.unitsBought),
    bought: String(bought),
  }
}

/** The row as flat text, to be compared field by field. */
function textOf(row: PoolPeriodRow | undefined): Record<string, string> {
  if (!row) return {}
  const { flows, ...plain } = row
  return Object.fromEntries([
    ...Object.entries(plain).map(([name, value]) => [name, String(value)]),
    ...flowKinds.flatMap((kind) => [
      [`${kind}.amount`, String(flows[kind].amount)],
      [`${kind}.runningPerUnit`, String(flows[kind].runningPerUnit)],
    ]),
  ])
}
