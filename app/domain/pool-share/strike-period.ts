import { type Fixed, fixedOf, minus, none, one, plus, quotient, times } from './fixed.ts'
import { cancelledBy, type RefundSince } from './holding.ts'

/**
 * What a pool does with its money. `lost` is withheld, forfeited and written off; `fees` are those of bonds
 * and banks and card fees of gifts that are gone; `moved` went to another fund.
 */
export const flowKinds = ['posted', 'returned', 'lost', 'support', 'fees', 'interest', 'moved'] as const
export type FlowKind = (typeof flowKinds)[number]

/** What the ledger recorded between two published closes. All amounts in cents. */
export type PoolPeriod = {
  /**
   * Each gift of the period, less its card fee and what was refunded or disputed within the period. Below
   * zero counts as none.
   */
  gifts: readonly bigint[]
  /** What is no donor's gift: opening balance, money in from other funds, recoveries. */
  house: bigint
  /** Refunds and disputes, in this period, of gifts of earlier periods. */
  refunds: readonly RefundSince[]
  flows: Readonly<Record<FlowKind, bigint>>
  /** Net assets of the fund at the cut; the price at which the gifts of the next period join. */
  netAssets: bigint
  /** Of those, what courts and DHS hold: deposited or due back. */
  outOnBonds: bigint
}

/**
 * One pool period, struck. It is both the row to store and the state that the next period starts from, so
 * that the whole history can be recomputed from the ledger. No donor appears in it: a gift's units are its
 * net cents times `unitsPerCent`.
 */
export type PoolPeriodRow = {
  seq: number
  epoch: number
  /**
   * 1 ⁄ price. Kept instead of the price, since cents × units per cent is exact: units of all gifts add up
   * without rounding.
   */
  unitsPerCent: Fixed
  unitsBought: Fixed
  unitsHouse: Fixed
  unitsCancelled: Fixed
  /** Outstanding after all of the above: what this period's flows are divided by. */
  unitsTotal: Fixed
  netAssets: bigint
  outOnBonds: bigint
  flows: Record<FlowKind, { amount: bigint; runningPerUnit: Fixed }>
}

/**
 * Strikes a period by forward pricing: gifts join at the price of the last close and share alike in all that
 * the period did, whenever in the period they came. Pass `null` before the first period of a fund.
 */
export function strikePeriod(previous: PoolPeriodRow | null, period: PoolPeriod): PoolPeriodRow {
  const opening = openingOf(previous)

  const given = period.gifts.reduce((total, net) => (net > 0n ? total + net : total), 0n)
  const unitsBought = times(given, opening.unitsPerCent)
  const unitsCancelled = period.refunds
    .filter((refund) => refund.epoch === opening.epoch)
    .reduce((total, refund) => plus(total, cancelledBy(refund)), none)
  const held = minus(plus(opening.unitsHeld, unitsBought), unitsCancelled)
  if (minus(opening.unitsHeld, unitsCancelled) < 0n)
    throw new RangeError('more units cancelled than are held')

  const unitsHouse = houseUnits(period, opening, held)
  const unitsTotal = plus(held, unitsHouse)
  return {
    seq: opening.seq,
    epoch: opening.epoch,
    unitsPerCent: opening.unitsPerCent,
    unitsBought,
    unitsHouse,
    unitsCancelled,
    unitsTotal,
    netAssets: period.netAssets,
    outOnBonds: period.outOnBonds,
    flows: mapFlows((kind) => ({
      amount: period.flows[kind],
      runningPerUnit: plus(opening.running[kind], perUnit(period.flows[kind], unitsTotal)),
    })),
  }
}

/**
 * What dividing a flow by the units left over, in cents: less than one unit of the 24th digit per unit held.
 * Conservation (`pool_share_is_conserved`) says that shares and residues add up to the flow.
 */
export function residueOf(previous: PoolPeriodRow | null, row: PoolPeriodRow, kind: FlowKind): Fixed {
  const before = previous?.epoch === row.epoch ? previous.flows[kind].runningPerUnit : none
  const shared = (row.flows[kind].runningPerUnit - before) * row.unitsTotal
  return ((row.flows[kind].amount * one * one - shared) / one) as Fixed
}

export const mapFlows = <T>(make: (kind: FlowKind) => T): Record<FlowKind, T> =>
  Object.fromEntries(flowKinds.map((kind) => [kind, make(kind)])) as Record<FlowKind, T>

type Opening = {
  seq: number
  epoch: number
  unitsPerCent: Fixed
  unitsHeld: Fixed
  /** Cents that the fund owns and no units stand for: they become the house's. */
  ownerless: bigint
  running: Record<FlowKind, Fixed>
}

function openingOf(previous: PoolPeriodRow | null): Opening {
  const fresh = { unitsPerCent: one, unitsHeld: none, running: mapFlows(() => none) }
  if (!previous) return { ...fresh, seq: 1, epoch: 1, ownerless: 0n }

  const seq = previous.seq + 1
  const ownerless = previous.netAssets > 0n ? previous.netAssets : 0n
  const running = mapFlows((kind) => previous.flows[kind].runningPerUnit)
  if (previous.unitsTotal === 0n) return { ...fresh, running, seq, epoch: previous.epoch, ownerless }
  if (isWornOut(previous)) return { ...fresh, seq, epoch: previous.epoch + 1, ownerless }
  return {
    seq,
    epoch: previous.epoch,
    unitsPerCent: quotient(previous.unitsTotal, fixedOf(previous.netAssets)),
    unitsHeld: previous.unitsTotal,
    ownerless: 0n,
    running,
  }
}

/**
 * Below a thousandth of a cent a unit, new gifts would buy units without end: the spent ones are retired,
 * their shares stand.
 */
function isWornOut({ netAssets, unitsTotal }: PoolPeriodRow): boolean {
  return netAssets <= 0n || fixedOf(netAssets) * 1000n < unitsTotal
}

/** When money moves and nobody holds a unit, the house holds one: no flow is ever nobody's. */
function houseUnits(period: PoolPeriod, opening: Opening, held: Fixed): Fixed {
  const house = times((period.house > 0n ? period.house : 0n) + opening.ownerless, opening.unitsPerCent)
  const isMoving = flowKinds.some((kind) => period.flows[kind] !== 0n)
  return house === 0n && held === 0n && isMoving ? one : house
}

const perUnit = (amount: bigint, units: Fixed): Fixed =>
  amount === 0n ? none : quotient(fixedOf(amount), units)
