import fc from 'fast-check'
import type { Fixed } from '#app/domain/pool-share/fixed.ts'
import { cancelledBy, type Holding, unitsBought } from '#app/domain/pool-share/holding.ts'
import { houseHoldings } from '#app/domain/pool-share/share-of.ts'
import {
  type FlowKind,
  mapFlows,
  type PoolPeriod,
  type PoolPeriodRow,
  strikePeriod,
} from '#app/domain/pool-share/strike-period.ts'

/**
 * One period as it might happen: gifts and refunds point at holders by number, so that any numbers make a
 * life.
 */
export type Plan = {
  gifts: bigint[]
  refunds: { gift: number; percent: number }[]
  house: bigint
  flows: Record<FlowKind, bigint>
}

export type Life = { periods: PoolPeriodRow[]; planned: PoolPeriod[]; gifts: Holding[]; holdings: Holding[] }

type Given = Holding & {
  refundable: bigint
  refunded: bigint
  cancellations: { seq: number; units: Fixed }[]
}

export const quiet = (plan: Partial<Plan> = {}): Plan => ({
  gifts: [],
  refunds: [],
  house: 0n,
  ...plan,
  flows: { ...mapFlows(() => 0n), ...plan.flows },
})

/** Lives through the plans, keeping net assets as a ledger would. */
export function live(plans: readonly Plan[]): Life {
  const periods: PoolPeriodRow[] = []
  const planned: PoolPeriod[] = []
  const gifts: Given[] = []
  let netAssets = 0n
  let deposited = 0n

  for (const plan of plans) {
    const seq = periods.length + 1
    const refunds = plan.refunds.flatMap(({ gift, percent }) => {
      const of = gifts.length > 0 ? gifts[gift % gifts.length] : undefined
      if (!of) return []
      const refundedBefore = of.refunded
      of.refunded += ((of.refundable - of.refunded) * BigInt(percent)) / 100n
      netAssets -= of.refunded - refundedBefore
      return [
        {
          of,
          epoch: of.epoch,
          units: of.units,
          refundable: of.refundable,
          refundedBefore,
          refundedAfter: of.refunded,
        },
      ]
    })
    const { flows } = plan
    netAssets += plan.gifts.reduce((total, net) => total + (net > 0n ? net : 0n), plan.house)
    netAssets += flows.interest - flows.lost - flows.support - flows.fees - flows.moved
    deposited += flows.posted - flows.returned - flows.lost

    const period = { gifts: plan.gifts, house: plan.house, refunds, flows, netAssets, outOnBonds: deposited }
    const row = strikePeriod(periods.at(-1) ?? null, period)
    for (const { of, ...refund } of refunds) {
      if (of.epoch === row.epoch) of.cancellations.push({ seq, units: cancelledBy(refund) })
    }
    for (const net of plan.gifts) {
      const units = unitsBought(net, row.unitsPerCent)
      const refundable = net > 0n ? net : 0n
      gifts.push({ joinedSeq: seq, epoch: row.epoch, units, refundable, refunded: 0n, cancellations: [] })
    }
    periods.push(row)
    planned.push(period)
  }
  return {
    periods,
    planned,
    gifts,
    holdings: [...gifts, ...houseHoldings(periods)],
  }
}

const money = (most: bigint) => fc.bigInt({ min: 0n, max: most })

const plan: fc.Arbitrary<Plan> = fc.record({
  gifts: fc.array(fc.bigInt({ min: -500n, max: 50_000_00n }), { maxLength: 12 }),
  refunds: fc.array(fc.record({ gift: fc.nat({ max: 200 }), percent: fc.constantFrom(1, 33, 50, 100) }), {
    maxLength: 3,
  }),
  house: fc.oneof(fc.constant(0n), money(100_000_00n)),
  flows: fc.record({
    posted: money(200_000_00n),
    returned: money(200_000_00n),
    lost: fc.oneof(money(2_000_00n), money(80_000_00n)),
    support: money(5_000_00n),
    fees: money(900_00n),
    interest: money(700_00n),
    moved: fc.oneof(fc.constant(0n), money(10_000_00n)),
  }),
})

export const plans = fc.array(plan, { minLength: 1, maxLength: 12 })
