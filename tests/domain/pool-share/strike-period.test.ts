import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixedOf, none, one } from '#app/domain/pool-share/fixed.ts'
import { shareOf, standingOf } from '#app/domain/pool-share/share-of.ts'
import { flowKinds, mapFlows, residueOf, strikePeriod } from '#app/domain/pool-share/strike-period.ts'
import { live, plans, quiet } from './pool-life.ts'

const aTrillionthOfACent = one / 10n ** 12n

test('pool_share_is_conserved: over random lives the shares of all holders and the residues are the flows', () => {
  fc.assert(
    fc.property(plans, (life) => {
      const { periods, holdings, planned } = live(life)
      const last = periods.length
      const shares = holdings.map((holding) => shareOf(holding, periods, last))

      for (const kind of flowKinds) {
        const flow = planned.reduce((total, { flows }) => total + flows[kind], 0n)
        const shared = shares.reduce((total, share) => total + share[kind], 0n)
        const residue = periods.reduce(
          (total, row, index) => total + residueOf(periods[index - 1] ?? null, row, kind),
          0n,
        )
        expect(within(fixedOf(flow) - shared, aTrillionthOfACent)).toBe(true)
        // What is left beside the residues is only the rounding of each share's own 24th digit.
        const pieces = holdings.reduce((total, { cancellations = [] }) => total + 1 + cancellations.length, 0)
        expect(within(fixedOf(flow) - shared - residue, BigInt(pieces + last))).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
})

test('the units of all holders are the units outstanding, and what they stand for is what the fund owns', () => {
  fc.assert(
    fc.property(plans, (life) => {
      const { periods, holdings } = live(life)
      for (const row of periods) {
        const standing = holdings.map((holding) => standingOf(holding, periods, row.seq))
        expect(standing.reduce((total, { units }) => total + units, 0n)).toBe(row.unitsTotal)
        if (row.unitsTotal === 0n) continue
        const worth = standing.reduce((total, each) => total + each.worth, 0n)
        expect(within(fixedOf(row.netAssets) - worth, BigInt(holdings.length))).toBe(true)
      }
    }),
    { numRuns: 100 },
  )
})

test('the order in which gifts and refunds are listed changes nothing', () => {
  const shuffled = plans.chain((life) =>
    fc.tuple(
      fc.constant(life),
      fc.tuple(...life.map(({ gifts }) => fc.shuffledSubarray(gifts, { minLength: gifts.length }))),
    ),
  )
  fc.assert(
    fc.property(shuffled, ([life, orders]) => {
      const inOrder = live(life.map((each) => ({ ...each, refunds: [] })))
      const otherwise = live(
        life.map((each, index) => ({ ...each, refunds: [], gifts: orders[index] ?? [] })),
      )
      expect(otherwise.periods).toEqual(inOrder.periods)

      const { planned, periods } = live(life)
      let previous = null
      for (const [index, period] of planned.entries()) {
        const struck = strikePeriod(previous, { ...period, refunds: period.refunds.toReversed() })
        expect(struck).toEqual(periods[index])
        previous = struck
      }
    }),
    { numRuns: 100 },
  )
})

test('same_period_same_share: all gifts of a period have exactly the same share per cent', () => {
  fc.assert(
    fc.property(plans, (life) => {
      const { periods, gifts } = live(life.map((each) => ({ ...each, refunds: [] })))
      const given = life.flatMap((each) => each.gifts.map((net) => (net > 0n ? net : 0n)))
      for (const [index, { joinedSeq, units }] of gifts.entries()) {
        expect(units).toBe((given[index] ?? 0n) * (periods[joinedSeq - 1]?.unitsPerCent ?? none))
      }
    }),
    { numRuns: 100 },
  )
})

test('two gifts around one bond, in one period, teach nothing about it', () => {
  const flows = { ...mapFlows(() => 0n), posted: 5_000_00n }
  const { periods, gifts } = live([quiet({ gifts: [50_00n, 50_00n, 9_900_00n], flows })])
  const [before, after] = gifts.map((gift) => shareOf(gift, periods, 1))
  expect(before).toEqual(after)
  expect(before?.posted).toBe(fixedOf(25_00n))
})

test('a gift takes part in what comes after it, at the price of the close before it', () => {
  const { periods, gifts } = live([
    quiet({ gifts: [100_00n], flows: { ...mapFlows(() => 0n), posted: 80_00n } }),
    quiet({ flows: { ...mapFlows(() => 0n), lost: 50_00n } }),
    quiet({ gifts: [100_00n], flows: { ...mapFlows(() => 0n), posted: 60_00n } }),
  ])
  const [early, late] = gifts
  if (!early || !late) throw new Error('both gifts joined')
  // Half was lost: a dollar now buys twice the units.
  expect(late.units).toBe(early.units * 2n)
  expect(shareOf(early, periods, 3)).toMatchObject({ posted: fixedOf(100_00n), lost: fixedOf(50_00n) })
  expect(shareOf(late, periods, 3)).toMatchObject({ posted: fixedOf(40_00n), lost: none })
  expect(shareOf(late, periods, 2).posted).toBe(none)
})

test('a refunded gift keeps the share that it had and takes part in nothing more', () => {
  const posted = (amount: bigint) => ({ ...mapFlows(() => 0n), posted: amount })
  const { periods, gifts } = live([
    quiet({ gifts: [100_00n, 100_00n], flows: posted(20_00n) }),
    quiet({ refunds: [{ gift: 0, percent: 50 }], flows: posted(30_00n) }),
    quiet({ refunds: [{ gift: 0, percent: 100 }], flows: posted(40_00n) }),
  ])
  const [refunded, kept] = gifts.map((gift) => shareOf(gift, periods, 3).posted)
  expect(refunded).toBe(fixedOf(20_00n))
  expect(kept).toBe(fixedOf(70_00n))
  expect(periods[2]?.unitsTotal).toBe(fixedOf(100_00n))
})

test('money that nobody gave is the house’s, so it thins nobody’s gift and is counted in full', () => {
  const { periods, gifts } = live([
    quiet({ gifts: [100_00n], house: 300_00n, flows: { ...mapFlows(() => 0n), posted: 200_00n } }),
  ])
  expect(gifts.map((gift) => shareOf(gift, periods, 1).posted)).toEqual([fixedOf(50_00n)])
})

test('when nobody holds a unit, what moves is the house’s', () => {
  const { periods, holdings } = live([quiet({ flows: { ...mapFlows(() => 0n), fees: 30_00n } })])
  expect(holdings.map((holding) => shareOf(holding, periods, 1).fees)).toEqual([fixedOf(30_00n)])
})

test('a pool that spent everything begins a new epoch; what was shared before stands', () => {
  const { periods, gifts } = live([
    quiet({ gifts: [100_00n], flows: { ...mapFlows(() => 0n), lost: 99_95n } }),
    quiet({ gifts: [100_00n], flows: { ...mapFlows(() => 0n), posted: 40_00n } }),
  ])
  expect(periods.map(({ epoch }) => epoch)).toEqual([1, 2])
  expect(periods[1]?.unitsPerCent).toBe(one)
  // The five cents left over belong to nobody any more.
  expect(periods[1]?.unitsHouse).toBe(fixedOf(5n))
  const [spent] = gifts
  if (!spent) throw new Error('the gift joined')
  expect(shareOf(spent, periods, 2)).toEqual(shareOf(spent, periods, 1))
  expect(standingOf(spent, periods, 2).worth).toBe(none)
})

test('a fund in debt prices the next gifts at one, in a new epoch', () => {
  const { periods } = live([
    quiet({ gifts: [10_00n], flows: { ...mapFlows(() => 0n), fees: 40_00n } }),
    quiet({ gifts: [100_00n] }),
  ])
  expect(periods.map(({ epoch, unitsTotal }) => [epoch, unitsTotal])).toEqual([
    [1, fixedOf(10_00n)],
    [2, fixedOf(100_00n)],
  ])
})

test('a refund of more than the gift is a bug', () => {
  const [row] = live([quiet({ gifts: [100_00n] })]).periods
  if (!row) throw new Error('the period was struck')
  const refund = {
    epoch: 1,
    units: fixedOf(100_00n),
    refundable: 100_00n,
    refundedBefore: 0n,
    refundedAfter: 100_01n,
  }
  const period = { ...quiet(), refunds: [refund], netAssets: 0n, outOnBonds: 0n }
  expect(() => strikePeriod(row, period)).toThrow(RangeError)
})

const within = (difference: bigint, most: bigint) => difference <= most && difference >= -most
