import { type Fixed, fixedOf, minus, none, plus, product, proportion } from './fixed.ts'
import type { Holding } from './holding.ts'
import { type FlowKind, mapFlows, type PoolPeriodRow } from './strike-period.ts'

/**
 * What a holding's part of each flow adds up to, in cents, from the start of the period that it joined to the
 * close `toSeq`.
 * `periods` are all struck periods of the fund, the first one first.
 */
export function shareOf(
  holding: Holding,
  periods: readonly PoolPeriodRow[],
  toSeq: number,
): Record<FlowKind, Fixed> {
  const lastSeq = lastSeqOfEpoch(holding, periods, toSeq)
  return mapFlows((kind) => {
    if (lastSeq < holding.joinedSeq) return none
    const from = runningBefore(holding, periods, holding.joinedSeq, kind)
    const to = runningBefore(holding, periods, lastSeq + 1, kind)
    const missed = (holding.cancellations ?? [])
      .filter(({ seq }) => seq <= lastSeq)
      .map(({ seq, units }) => product(units, minus(to, runningBefore(holding, periods, seq, kind))))
    return missed.reduce(minus, product(holding.units, minus(to, from)))
  })
}

/**
 * What a holding stands for at the close `toSeq`, in cents: its part of the net assets, and how much of that
 * is out on bonds.
 */
export function standingOf(
  holding: Holding,
  periods: readonly PoolPeriodRow[],
  toSeq: number,
): { units: Fixed; worth: Fixed; outOnBonds: Fixed } {
  const close = periods[toSeq - 1]
  if (!close || close.epoch !== holding.epoch || toSeq < holding.joinedSeq || close.unitsTotal === 0n) {
    return { units: none, worth: none, outOnBonds: none }
  }
  const cancelled = (holding.cancellations ?? [])
    .filter(({ seq }) => seq <= toSeq)
    .reduce((total, { units }) => plus(total, units), none)
  const units = minus(holding.units, cancelled)
  const partOf = (amount: bigint) => proportion(fixedOf(amount), units, close.unitsTotal)
  return { units, worth: partOf(close.netAssets), outOnBonds: partOf(close.outOnBonds) }
}

/** The house's holdings: one for each period in which something came in that is no donor's gift. */
export const houseHoldings = (periods: readonly PoolPeriodRow[]): Holding[] =>
  periods
    .filter(({ unitsHouse }) => unitsHouse > 0n)
    .map(({ seq, epoch, unitsHouse }) => ({ joinedSeq: seq, epoch, units: unitsHouse }))

/** Units of a worn-out epoch take part in nothing that comes after it. */
function lastSeqOfEpoch({ epoch }: Holding, periods: readonly PoolPeriodRow[], toSeq: number): number {
  let seq = Math.min(toSeq, periods.length)
  while (seq > 0 && periods[seq - 1]?.epoch !== epoch) seq--
  return seq
}

/** The running sum at the opening of period `seq`: nothing before the first period of the epoch. */
function runningBefore(
  { epoch }: Holding,
  periods: readonly PoolPeriodRow[],
  seq: number,
  kind: FlowKind,
): Fixed {
  const before = periods[seq - 2]
  return before?.epoch === epoch ? before.flows[kind].runningPerUnit : none
}
