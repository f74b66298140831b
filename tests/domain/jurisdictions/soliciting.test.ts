import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { GiftForm } from '#app/domain/donations/gift-form.ts'
import { startGift } from '#app/domain/donations/start-gift.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { fundPage } from '#app/domain/funds/fund-page.server.ts'
import { listFunds } from '#app/domain/funds/list-funds.server.ts'
import { solicitingRules } from '#app/domain/jurisdictions/soliciting.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { db } from '#app/platform/db.ts'
import { givenCertificate } from '#tests/support/given-certificate.ts'
import { givenClosing } from '#tests/support/given-closing.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { day, givenReviewedRule, givenRule } from './given-rule.ts'

await useWorld()

let team: Team
let keeper: Team['intake']
let slug: string
let place: string
let code: string
let count = 0
beforeEach(async () => {
  count += 1
  slug = `asking-${count}`
  place = `US-S${String.fromCharCode(64 + count)}`
  code = `asking-${count}`
  team = await givenTeam({ fund: { slug, purposeCodes: ['court_bail', 'ride_home'] } })
  keeper = await givenActor(team.fundId, ['administrator'])
  await addPlace({ staff: keeper, fundId: team.fundId, place })
})

const asks = { kind: 'litigation', effect: 'blocks_soliciting', cap: cents(0n) } as const
const stateNow = async () => (await fundPage({ slug, language: 'en' }))?.state
const give = (frequency: 'once' | 'monthly') =>
  startGift({
    ...{ slug, token: randomUUID(), shownAt: new Date(), language: 'en', address: '203.0.113.7' },
    form: GiftForm.parse({
      ...{ amount: '50', frequency, coverFee: '', incognito: '', updates: '' },
      ...{ name: 'Robin Example', email: 'robin@donor.example' },
    }),
  })
const said = async () => {
  const { fundId } = team
  const rules = await solicitingRules({ fundId, fundIds: [fundId], at: new Date() })
  return rules.map(({ code: of, blocks }) => [of, blocks])
}

test('unreviewed, a rule only warns staff; reviewed, no gift is asked for, once or monthly, and nothing is written', async () => {
  await givenRule(keeper, { ...asks, code, place })
  expect(await stateNow()).toBe('open')
  expect(await said()).toEqual([[code, false]])

  await givenReviewedRule(keeper, { ...asks, code, place })
  expect(await said()).toEqual([[code, true]])
  expect(await stateNow()).toBe('not_asking')
  expect((await listFunds({ language: 'en' })).find((fund) => fund.slug === slug)?.state).toBe('not_asking')
  for (const frequency of ['once', 'monthly'] as const)
    expect(await refusalOf(give(frequency))).toMatchObject({ code: 'fund_not_asking' })
  expect(await db().giftIntentPart.count({ where: { fundId: team.fundId } })).toBe(0)
})

test('it speaks of its place, its days, and the kinds of bond that the fund’s purpose allows', async () => {
  await givenReviewedRule(keeper, { ...asks, code: `${code}-a`, place: `${place}-ELSEWHERE` })
  await givenReviewedRule(keeper, { ...asks, code: `${code}-b`, place, bondKind: 'immigration_bond' })
  await givenReviewedRule(keeper, { ...asks, code: `${code}-c`, place, validUntil: day('2021-01-01') })
  expect(await said()).toEqual([])
  expect(await stateNow()).toBe('open')
  await givenReviewedRule(keeper, { ...asks, code: `${code}-d`, place, bondKind: 'court_bail' })
  expect(await said()).toEqual([[`${code}-d`, true]])
})

test('a certificate that holds lifts it; a number of bonds stops asking once it is reached', async () => {
  const certificate = { ...asks, kind: 'certificate', code, place } as const
  await givenReviewedRule(keeper, certificate)
  expect(await stateNow()).toBe('not_asking')
  await givenCertificate({ keeper, confirmer: team.approver, fundId: team.fundId, ruleCode: code })
  expect(await stateNow()).toBe('open')

  const limit = { kind: 'bonds_per_period', bondCount: 1, periodDays: 30 } as const
  await givenReviewedRule(keeper, { ...asks, ...limit, code: `${code}-count`, place })
  expect(await said()).toEqual([])
  await givenPostedBond(team, { principal: 100_00n })
  expect(await said()).toEqual([[`${code}-count`, true]])
})

test('a fund that is closing takes no new gift and says so', async () => {
  await givenClosing([keeper, await givenActor(team.fundId, ['administrator'])], team.fundId)
  expect(await stateNow()).toBe('closing')
  expect(await refusalOf(give('once'))).toMatchObject({ code: 'fund_closed' })
  expect(await refusalOf(give('monthly'))).toMatchObject({ code: 'fund_closed' })
})
