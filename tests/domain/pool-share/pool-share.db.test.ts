import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { poolShareChecks } from '#app/domain/pool-share/pool-share.checks.server.ts'
import { shareOfDonor } from '#app/domain/pool-share/share-of-donor.server.ts'
import { poolAtClose, sharesAtClose } from '#app/domain/pool-share/shares-at-close.server.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { publicTotalsChecks } from '#app/domain/transparency/public-totals.checks.server.ts'
import { readingIn } from '#app/domain/transparency/read.server.ts'
import { db, inTransaction, pool } from '#app/platform/db.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { type GivenGift, givenDispute, givenDisputeWon, givenGift, givenRefund } from './given-gifts.ts'
import { givenMoneyBack, givenSomeoneHome } from './given-lives.ts'

const world = await useWorld()
const system = { scope: { kind: 'system' } } as const
const one = 10n ** 24n

const closeOf = (team: Team) => makePublicationClose({ staffId: team.treasurer.id, fundId: team.fundId })
const donorIdOf = async (gift: GivenGift) =>
  (await db().donor.findUniqueOrThrow({ where: { email: gift.email } })).id
const shareIn = async (team: Team, closeId: string, gift: GivenGift) => {
  const donorId = await donorIdOf(gift)
  return inTransaction(system, (tx) => shareOfDonor(tx, { donorId, fundId: team.fundId, closeId }))
}
/** What the books say, by check; null everywhere is well. */
const books = async () => {
  const client = await pool().connect()
  try {
    await client.query("begin read only; select set_config('homeward.scope', 'system', true)")
    const answers: Record<string, unknown> = {}
    for (const check of [...poolShareChecks, ...publicTotalsChecks])
      answers[check.name] = await check.run(client)
    return answers
  } finally {
    await client.query('rollback')
    client.release()
  }
}
const clean = {
  pool_share_is_conserved: null,
  same_period_same_share: null,
  public_totals_match_ledger: null,
}

describe('a share', () => {
  test('is the same per dollar for all gifts of one period, whenever in it they came', async () => {
    const team = await givenTeam({ bank: 5_000_00n })
    const early = await givenGift(team.fundId, { amount: 50_00n })
    await givenSomeoneHome(team, { principal: 1_200_00n })
    const late = await givenGift(team.fundId, { amount: 150_00n })
    const { closeId } = await closeOf(team)

    const [a, b] = [await shareIn(team, closeId, early), await shareIn(team, closeId, late)]
    expect(a?.flows.posted).toBeGreaterThan(0n)
    expect((a?.flows.posted ?? 0n) * 3n).toBe(b?.flows.posted)
    // $5,200 in the pool posted $1,200: a dollar's part is 12/52 of a dollar.
    expect((a?.flows.posted ?? 0n) / one).toBe((50_00n * 1_200n) / 5_200n)
  })

  test('begins with the period that the gift joined, and sees nothing of earlier ones', async () => {
    const team = await givenTeam({ bank: 5_000_00n })
    const first = await givenGift(team.fundId, { amount: 50_00n })
    await givenSomeoneHome(team, { principal: 1_000_00n })
    await closeOf(team)
    const second = await givenGift(team.fundId, { amount: 50_00n })
    await givenSomeoneHome(team, { principal: 500_00n })
    const { closeId } = await closeOf(team)

    const [a, b] = [await shareIn(team, closeId, first), await shareIn(team, closeId, second)]
    expect(b?.flows.posted).toBeGreaterThan(0n)
    expect(a?.flows.posted).toBeGreaterThan((b?.flows.posted ?? 0n) * 2n)
    expect(b?.joinedSeq).toBe(2)
  })

  test('is nobody’s after the whole gift went back, and grows again from a dispute won', async () => {
    const team = await givenTeam({ bank: 5_000_00n })
    const [refunded, disputed] = [
      await givenGift(team.fundId, { amount: 80_00n, fee: 2_00n }),
      await givenGift(team.fundId, { amount: 60_00n, fee: 1_60n }),
    ]
    await givenSomeoneHome(team, { principal: 700_00n })
    await closeOf(team)
    await givenRefund(refunded, 80_00n)
    const disputeId = await givenDispute(disputed)
    await givenSomeoneHome(team, { principal: 700_00n })
    const lost = await closeOf(team)
    expect(await shareIn(team, lost.closeId, refunded)).toBeNull()
    expect(await shareIn(team, lost.closeId, disputed)).toBeNull()

    await givenDisputeWon(disputed, disputeId)
    await givenSomeoneHome(team, { principal: 700_00n })
    const won = await closeOf(team)
    expect(await shareIn(team, won.closeId, disputed)).toMatchObject({ given: 60_00n, joinedSeq: 3 })
    expect(await books()).toEqual(clean)
  })

  test('is not told before the period that it belongs to was struck', async () => {
    const team = await givenTeam()
    const gift = await givenGift(team.fundId, { amount: 50_00n })
    const { closeId } = await closeOf(team)
    expect(await shareIn(team, closeId, gift)).toBeNull()
  })
})

type Step =
  | { do: 'gift'; amount: bigint; fee: bigint }
  | { do: 'refund'; gift: number; percent: number }
  | { do: 'dispute'; gift: number }
  | { do: 'win'; dispute: number }
  | { do: 'post'; principal: bigint; fees: bigint }
  | { do: 'return'; bond: number; kept: number }
  | { do: 'close' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('gift' as const),
      amount: fc.bigInt(5_00n, 900_00n),
      fee: fc.bigInt(0n, 9_00n),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      gift: fc.nat(50),
      percent: fc.constantFrom(1, 33, 100),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('dispute' as const), gift: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('win' as const), dispute: fc.nat(50) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('post' as const),
      principal: fc.bigInt(100_00n, 900_00n),
      fees: fc.bigInt(0n, 40_00n),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('return' as const),
      bond: fc.nat(50),
      kept: fc.constantFrom(0, 5, 100),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('close' as const) }) },
)

test('over random lives nothing of a share is lost, and the books agree with every close', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 18 }), async (steps) => {
      const team = await givenTeam({ bank: 10_000_00n })
      await live(team, [...steps, { do: 'post', principal: 100_00n, fees: 0n }])
      const { closeId } = await closeOf(team)

      const [held, rows] = await inTransaction(system, async (tx) => {
        const read = readingIn(tx)
        const atClose = await poolAtClose(read, closeId)
        if (!atClose) throw new Error('a bond was posted, so a period was struck')
        const donors = await tx.payment.findMany({ distinct: ['donorId'], select: { donorId: true } })
        const shares = await sharesAtClose(
          read,
          atClose,
          donors.map(({ donorId }) => donorId),
        )
        return [[...shares.values()].reduce((sum, { units }) => sum + units, 0n), atClose.periods]
      })
      const last = rows.at(-1)
      const house = rows
        .filter(({ epoch }) => epoch === last?.epoch)
        .reduce((sum, { unitsHouse }) => sum + unitsHouse, 0n)
      expect(last?.epoch).toBe(1)
      expect(held + house).toBe(last?.unitsTotal)
      expect(await books()).toEqual(clean)
    }),
    { numRuns: 12, endOnFailure: true },
  )
})

test('the books name the period or the figure that somebody changed by hand', async () => {
  const team = await givenTeam()
  await givenGift(team.fundId, { amount: 100_00n })
  await givenSomeoneHome(team)
  const { closeId } = await closeOf(team)
  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query('alter table pool_period disable trigger all')
    await owner.query('update pool_period set units_bought = units_bought + 1 where close_id = $1', [closeId])
    await owner.query('alter table published_figure disable trigger all')
    await owner.query(
      "update published_figure set true_value = true_value + 1 where close_id = $1 and figure = 'posted'",
      [closeId],
    )
  })
  const answers = await books()
  expect(answers.pool_share_is_conserved).toMatchObject({ fundId: team.fundId, field: 'unitsBought' })
  expect(answers.same_period_same_share).toMatchObject({ fundId: team.fundId, seq: 1 })
  expect(answers.public_totals_match_ledger).toMatchObject({ figure: 'posted', closeSeq: 1 })
})

/** Lives through the steps, as far as each is possible. */
async function live(team: Team, steps: Step[]): Promise<void> {
  const gifts: { gift: GivenGift; left: bigint; disputed: boolean }[] = []
  const disputes: { id: string; gift: GivenGift; won: boolean }[] = []
  const bonds: { id: string; principal: bigint; over: boolean }[] = []
  const pick = <T>(from: T[], index: number): T | undefined => from[index % (from.length || 1)]

  for (const each of steps) {
    if (each.do === 'gift') {
      gifts.push({ gift: await givenGift(team.fundId, each), left: each.amount, disputed: false })
    } else if (each.do === 'refund') {
      const of = pick(gifts, each.gift)
      const amount = of && !of.disputed ? (of.left * BigInt(each.percent)) / 100n : 0n
      if (!of || amount === 0n) continue
      await givenRefund(of.gift, amount)
      of.left -= amount
    } else if (each.do === 'dispute') {
      const of = pick(gifts, each.gift)
      if (!of || of.disputed) continue
      of.disputed = true
      disputes.push({ id: await givenDispute(of.gift), gift: of.gift, won: false })
    } else if (each.do === 'win') {
      const of = pick(disputes, each.dispute)
      if (!of || of.won) continue
      of.won = true
      await givenDisputeWon(of.gift, of.id)
    } else if (each.do === 'post') {
      const id = await givenSomeoneHome(team, each)
      bonds.push({ id, principal: each.principal, over: false })
    } else if (each.do === 'return') {
      const of = pick(bonds, each.bond)
      if (!of || of.over) continue
      of.over = true
      const kept = (of.principal * BigInt(each.kept)) / 100n
      await givenMoneyBack(team, of.id, { received: of.principal - kept, kept })
    } else {
      await closeOf(team)
    }
  }
}
