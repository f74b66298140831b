import { beforeEach, describe, expect, test } from 'vitest'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { previewClose } from '#app/domain/transparency/preview-close.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenGift, givenRefund } from '#tests/domain/pool-share/given-gifts.ts'
import { givenMoneyBack, givenSomeoneHome } from '#tests/domain/pool-share/given-lives.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const day = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * day)

describe('under the demonstration’s policy', () => {
  let team: Team
  beforeEach(async () => {
    team = await givenTeam()
  })
  const close = () => makePublicationClose({ staffId: team.treasurer.id, fundId: team.fundId })

  test('a single bond is shown at once, and ends the pool period', async () => {
    await givenGift(team.fundId, { amount: 500_00n, fee: 14_80n })
    const bondId = await givenSomeoneHome(team, { principal: 2_500_00n, fees: 40_00n })
    await givenMoneyBack(team, bondId, { received: 2_140_00n, kept: 360_00n })

    const made = await close()
    expect(made).toMatchObject({ seq: 1, published: true, endedPeriod: true })
    expect(await shown(made.closeId)).toEqual({
      raised: 500_00n,
      posted: 2_500_00n,
      returned: 2_140_00n,
      out_on_bonds: 0n,
      on_hand: 20_085_00n,
      support: 0n,
      not_coming_back: 400_00n,
      lost: 360_00n,
      withheld: 360_00n,
      forfeited: 0n,
      written_off: 0n,
      bond_fees: 40_00n,
      people_freed: 1n,
    })
  })

  test('where no bond moved the figures are told anew, and the pool period goes on', async () => {
    await givenGift(team.fundId, { amount: 500_00n })
    const quiet = await close()
    expect(quiet).toMatchObject({ published: true, endedPeriod: false })

    await givenSomeoneHome(team)
    expect(await close()).toMatchObject({ seq: 2, published: true, endedPeriod: true })
    const [period] = await db().poolPeriod.findMany({ where: { fundId: team.fundId } })
    expect(period?.seq).toBe(1)
    expect(period?.unitsBought.toFixed()).toBe(`${500_00n * 10n ** 24n}`)
  })

  test('what is entered after a close belongs to the next one, however long ago it happened', async () => {
    await givenSomeoneHome(team)
    const first = await close()
    await givenGift(team.fundId, { amount: 75_00n, at: daysAgo(3) })
    await givenSomeoneHome(team, { principal: 1_000_00n, occurredAt: daysAgo(2) })
    const second = await close()

    expect(await shown(first.closeId)).toMatchObject({ raised: 0n, posted: 2_500_00n, people_freed: 1n })
    expect(await shown(second.closeId)).toMatchObject({ raised: 75_00n, posted: 3_500_00n, people_freed: 2n })
    const flows = await db().poolPeriodFlow.findMany({
      where: { kind: 'posted', period: { fundId: team.fundId } },
      orderBy: { period: { seq: 'asc' } },
    })
    expect(flows.map((flow) => flow.flowCents)).toEqual([2_500_00n, 1_000_00n])
  })

  test('two closes at once come one after the other, and none counts twice', async () => {
    await givenSomeoneHome(team)
    const results = await Promise.allSettled([close(), close(), close()])
    const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    expect(made.filter(({ endedPeriod }) => endedPeriod)).toHaveLength(1)
    const closes = await db().publicationClose.findMany({
      where: { fundId: team.fundId },
      orderBy: { seq: 'asc' },
    })
    expect(closes.map(({ seq }) => seq)).toEqual(made.map((_, index) => index + 1))
    expect(await db().poolPeriod.count({ where: { fundId: team.fundId } })).toBe(1)
  })

  test('gifts that settle while closes are made are counted once, all of them', async () => {
    await givenSomeoneHome(team)
    const gifts = Array.from({ length: 12 }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 15))
      return givenGift(team.fundId, { amount: 10_00n, email: `racing-${index}@donor.example` })
    })
    const closes = (async () => {
      for (let n = 0; n < 4; n++) await close()
    })()
    await Promise.all([...gifts, closes])
    await givenSomeoneHome(team)
    const last = await close()
    expect((await shown(last.closeId)).raised).toBe(120_00n)
    const periods = await db().poolPeriod.findMany({ where: { fundId: team.fundId } })
    const bought = periods.reduce(
      (sum, { unitsBought, unitsPerCent }) =>
        sum + BigInt(unitsBought.toFixed()) / BigInt(unitsPerCent.toFixed()),
      0n,
    )
    expect(bought).toBe(120_00n)
  })

  test('only a treasurer or an administrator makes one, in code and in the database', async () => {
    const stranger = await givenActor(team.fundId, ['intake', 'approver', 'auditor'])
    const attempt = makePublicationClose({ staffId: stranger.id, fundId: team.fundId })
    expect(await refusalOf(attempt)).toMatchObject({ code: 'role_may_not' })

    const { closeId } = await close()
    const { id, recordedAt, ...made } = await db().publicationClose.findUniqueOrThrow({
      where: { id: closeId },
    })
    expect(id).toBe(closeId)
    const later = { ...made, seq: 2, cutAt: new Date(made.cutAt.getTime() + 1), occurredAt: new Date() }
    const insert = (data: typeof later) =>
      brokenRule(inTransaction({ scope: { kind: 'system' } }, (tx) => tx.publicationClose.create({ data })))
    expect(await insert({ ...later, madeBy: stranger.id })).toBe('closer_holds_the_role')
    expect(await insert({ ...later, k: 2 })).toBe('close_keeps_the_policy')
    expect(await insert({ ...later, cutAt: made.cutAt })).toBe('closes_are_in_order')
    expect(await insert({ ...later, cutAt: new Date(Date.now() + day) })).toBe('close_waits_for_its_delay')
    expect(recordedAt).toBeInstanceOf(Date)
  })

  test('the preview says the same as the close that follows it', async () => {
    await givenSomeoneHome(team)
    const preview = await previewClose({ fundId: team.fundId })
    const made = await close()
    const figures = await shown(made.closeId)
    for (const { name, shownAfter } of preview.figures) expect(figures[name]).toBe(shownAfter?.value ?? null)
    expect(preview.figures.map(({ reason }) => reason)).toEqual(preview.figures.map(() => 'changes'))
  })
})

describe('under a real policy', () => {
  let team: Team
  beforeEach(async () => {
    team = await givenTeam({ fund: { policyName: 'standard' }, bank: 100_000_00n })
  })
  const close = (cutAt?: Date) =>
    makePublicationClose({ staffId: team.treasurer.id, fundId: team.fundId, cutAt })
  const post = async (count: number, at: Date) => {
    const bonds: string[] = []
    for (let n = 0; n < count; n++) bonds.push(await givenSomeoneHome(team, { occurredAt: at }))
    return bonds
  }

  test('the cut is fourteen days back, and a later one is refused', async () => {
    expect(await refusalOf(close(daysAgo(13)))).toMatchObject({
      code: 'publication_cut_too_recent',
      params: { delayDays: 14 },
    })
    const { cutAt } = await close()
    expect(Math.abs(cutAt.getTime() - daysAgo(14).getTime())).toBeLessThan(60_000)
    expect(await refusalOf(close(daysAgo(20)))).toMatchObject({ code: 'publication_cut_not_after_last' })
  })

  test('nine bonds are too few: figures keep silent and the period goes on; the tenth ends it', async () => {
    await givenGift(team.fundId, { amount: 1_000_00n, at: daysAgo(60) })
    await post(9, daysAgo(50))
    expect(await close(daysAgo(40))).toMatchObject({ published: false, endedPeriod: false })

    await post(1, daysAgo(35))
    const second = await close(daysAgo(30))
    expect(second).toMatchObject({ published: true, endedPeriod: true })
    // Rounded to $100; returns and losses have not moved, so posted and out say the same.
    expect(await shown(second.closeId)).toMatchObject({ posted: 25_000_00n, people_freed: 10n })
  })

  test('a change below k is carried with its old date, and what would give it away with it', async () => {
    const bonds = await post(12, daysAgo(80))
    await close(daysAgo(70))
    for (const bondId of bonds.slice(0, 3))
      await givenMoneyBack(team, bondId, { received: 2_500_00n, occurredAt: daysAgo(65) })
    await post(11, daysAgo(60))
    const second = await close(daysAgo(50))

    const figures = await db().publishedFigure.findMany({ where: { closeId: second.closeId } })
    const returned = figures.find(({ figure }) => figure === 'returned')
    expect(returned).toMatchObject({ trueValue: 7_500_00n, events: 3, shownValue: null })
    expect(second.fresh).not.toContain('returned')
    expect(second.fresh.length).toBeGreaterThan(0)
    // Returns moved and are too few, so the period that they fall into cannot end.
    expect(second.endedPeriod).toBe(false)
  })

  test('the preview says why each figure stays', async () => {
    await post(12, daysAgo(60))
    await givenSomeoneHome(team, { principal: 1_000_00n, fees: 40_00n, occurredAt: daysAgo(60) })
    const { figures, endsPeriod } = await previewClose({ fundId: team.fundId })
    const reasons = Object.fromEntries(figures.map(({ name, reason }) => [name, reason]))
    expect(reasons).toMatchObject({ people_freed: 'changes', support: 'nothing_moved', bond_fees: 'too_few' })
    expect(Object.values(reasons)).toContain('held_back')
    expect(endsPeriod).toBe(false)
    expect(await db().publicationClose.count({ where: { fundId: team.fundId } })).toBe(0)
  })

  test('one bond of more than half of what moved is not published, however many others there are', async () => {
    await post(10, daysAgo(50))
    await givenSomeoneHome(team, { principal: 30_000_00n, occurredAt: daysAgo(50) })
    const made = await close(daysAgo(40))
    expect(made.fresh).not.toContain('posted')
    const preview = await db().publishedFigure.findFirstOrThrow({
      where: { closeId: made.closeId, figure: 'posted' },
    })
    expect(preview).toMatchObject({ events: 11, largestCents: 30_000_00n })
  })

  test('a refund after the cut does not change what stood at the cut', async () => {
    const gift = await givenGift(team.fundId, { amount: 100_00n, at: daysAgo(30) })
    await givenRefund(gift, 100_00n, daysAgo(5))
    const made = await close(daysAgo(20))
    expect((await shown(made.closeId)).raised).toBe(100_00n)
  })
})

async function shown(closeId: string): Promise<Record<string, bigint | null>> {
  const rows = await db().publishedFigure.findMany({ where: { closeId } })
  return Object.fromEntries(rows.map(({ figure, shownValue }) => [figure, shownValue]))
}
