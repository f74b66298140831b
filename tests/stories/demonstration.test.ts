import { beforeAll, expect, test } from 'vitest'
import { dateChanges, dayOutcomes } from '#app/domain/court-dates/court-date.ts'
import { listDemands } from '#app/domain/demands/list-demands.server.ts'
import { disbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { listEnvelopes } from '#app/domain/envelopes/reads/list-envelopes.server.ts'
import { controlPage } from '#app/domain/funds/control-page.server.ts'
import { fundStates } from '#app/domain/funds/fund.ts'
import { listFunds } from '#app/domain/funds/list-funds.server.ts'
import { listImports } from '#app/domain/imports/list-imports.server.ts'
import { rulesPage } from '#app/domain/jurisdictions/rules-page.server.ts'
import { recordOpening } from '#app/domain/ledger/record-opening.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { pathwayOutcomes } from '#app/domain/pathways/pathway.ts'
import { allTransitions } from '#app/domain/transitions.ts'
import { emergencies } from '#app/domain/vault/emergency/emergencies.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { asOfTime, now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { lifeOf, type Plan } from '#prisma/seed/bonds.ts'
import { chanceFrom } from '#prisma/seed/chance.ts'
import { seedCoveredReceipts } from '#prisma/seed/covered-receipts.ts'
import { layTheDesk } from '#prisma/seed/desk.ts'
import { latestToBeFrozen } from '#prisma/seed/frozen-night.ts'
import { seedFunds } from '#prisma/seed/funds.ts'
import { seedImports } from '#prisma/seed/imports.ts'
import { beginTonight } from '#prisma/seed/nights.ts'
import { type DemonstrationStaff, seedPeople } from '#prisma/seed/people.ts'
import { rareStates } from '#prisma/seed/rare-states.ts'
import { fallThrough } from '#prisma/seed/refunds.ts'
import { seedRequests } from '#prisma/seed/requests.ts'
import { plansOfTheYear } from '#prisma/seed/year.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { controlOf } from '#tests/support/control.ts'
import { givenPaidGift } from '#tests/support/given-refund.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const day = 86_400_000
let staff: DemonstrationStaff
let fundId: string

// The demonstration without its year of gifts and of bonds as they mostly are; one gift, whose refund Stripe gave up.
beforeAll(async () => {
  const today = new Date()
  const start = new Date(today.getTime() - 364 * day)
  await asOfTime(start, () => seedFunds(start))
  const funds = await db().fund.findMany({ where: { kind: { not: 'operating' } } })
  staff = await seedPeople(funds.map(({ id }) => id))
  for (const { id } of funds) await recordOpening({ fundId: id, bank: cents(30_000_00n), occurredAt: start })
  fundId = funds.find(({ slug }) => slug === 'community-bail')?.id ?? ''

  const chance = chanceFrom(20)
  const lives = firstOfEachEnd(await plansOfTheYear(start, chance)).flatMap((p) => lifeOf(p, staff, chance))
  const acts = [...lives, ...rareStates({ funds, today, staff, chance })]
    .filter(({ at }) => at < today)
    .sort((one, other) => one.at.getTime() - other.at.getTime())
  for (const { at, run } of acts) await asOfTime(at, run)
  await seedRequests(funds, staff, today)
  const tonight = await layTheDesk(funds, staff, today)
  await seedCoveredReceipts(staff, today)
  await seedImports(staff.dana, fundId)
  await beginTonight(staff, tonight)

  const stripe = controlOf(world)
  await stripe.post('account', { settleDelayMs: 0 })
  const given = await givenPaidGift(stripe, { parts: [{ fundId, giftCents: 40_00n }] })
  const gift = { id: given.paymentId, chargeId: given.charge, amountCents: 40_00n }
  await fallThrough(gift, staff.dana, staff.sam)
}, 480_000)

/** Of the year's bonds only those that go a way which no rare one goes. */
function firstOfEachEnd(plans: Plan[]): Plan[] {
  const ends = ['returned', 'lost', 'written_off', 'not_released']
  const named = plans.map((plan) => `${plan.kind} ${plan.fate.end}`)
  return plans.filter(({ fate }, index) => {
    const name = named[index] ?? ''
    return ends.includes(fate.end) && named.indexOf(name) === index
  })
}

test('what has states is in each of them somewhere, or was', async () => {
  const seen = await asOwner(world.ownerUrl, null, async (client) => {
    const { rows } = await client.query<{ kind: string; state: string }>(`
      select 'disbursement' as kind, to_state as state from disbursement_state_change
      union select b.kind, c.to_state from bond_state_change c join bond b on b.id = c.bond_id
      union select d.kind, p.to_state from bond_preparation_step p join disbursement d on d.id = p.disbursement_id
      union select 'request', to_state from help_request_event
      union select 'date', outcome from court_date_outcome
      union select 'remittance', kind from remittance_ending
      union select 'fund', state from fund
      union select 'pathway', outcome from request_pathway
      union select 'limits', outcome from fund_limits_decision
      union select 'place', outcome from fund_place_ending_decision
      union select 'glass', finding from break_glass_review
      union select 'cash', reason from cash_difference
      union select 'move', cash_move_state(id) from cash_move
      union select 'return', advance_return_state(id) from advance_return
      union select 'turn', 'ended' from on_call_turn_end
      union select 'refund', kind from stripe_request_step
      union select 'report', case when confirmation <> '' then 'filed' end from report_filing
      union select 'reserve', reason from fund_reserve_change
      union select 'clearance', 'confirmed' from clearance_confirmation
      union select 'certificate', 'confirmed' from certificate_confirmation`)
    return rows.map(({ kind, state }) => `${kind} ${state}`)
  })
  const states = new Set(allTransitions().map(({ kind, to }) => `${kind} ${to}`))
  const dates = [...dayOutcomes, ...dateChanges].map((outcome) => `date ${outcome}`)
  const funds = fundStates.map((state) => `fund ${state}`)
  const pathways = pathwayOutcomes.map((outcome) => `pathway ${outcome}`)
  const once = ['limits confirmed', 'place confirmed', 'glass justified', 'cash lost', 'turn ended']
  const signed = ['move waiting', 'move disputed', 'move signed', 'return signed']
  const decided = ['reserve slower_returns', 'clearance confirmed', 'certificate confirmed']
  const remittances = ['remittance closed', 'remittance withdrawn']
  const money = ['refund fell_through', 'report filed']
  const others = [...dates, ...funds, ...pathways, ...remittances, ...money, ...once, ...signed, ...decided]
  expect([...states, ...others].filter((state) => !seen.includes(state))).toEqual([])
})

test('a night is in each of its states; frozen, where one drawn from this week was to be confirmed by now', async () => {
  const nights = await listEnvelopes({ staff: { ...staff.dana, roles: [], language: 'en' } })
  const stages = nights.map(({ stage }) => stage)
  const all = ['proposed', 'approved', 'open', 'closing', 'closed', 'rejected', 'cancelled', 'expired']
  const frozen = latestToBeFrozen(now(), 'America/Chicago') ? ['frozen'] : []
  expect([...new Set(stages)].sort()).toEqual([...all, ...frozen].sort())
})

const moments = [
  ['a Sunday morning', '2026-11-22T15:00:00Z', '2026-11-20T05:00:00Z'],
  ['a Monday morning', '2026-11-23T15:00:00Z', null],
  ['a Monday afternoon', '2026-11-23T18:00:00Z', '2026-11-23T05:00:00Z'],
  ['the day after Thanksgiving, before noon', '2026-11-27T17:00:00Z', '2026-11-25T05:00:00Z'],
] as const

test.for(moments)('on %s the last night that may be frozen', ([, at, begins]) => {
  expect(latestToBeFrozen(new Date(at), 'America/Chicago')?.toISOString().slice(0, 16)).toBe(
    begins?.slice(0, 16),
  )
})

test('after the story the database judges a night by its own clock again', async () => {
  const planned = await asOwner(world.ownerUrl, null, (client) =>
    client.query(`select not_before_now(now() - interval '1 day') = now() as holds`),
  )
  expect(planned.rows).toEqual([{ holds: true }])
})

test('of the files of earlier years one is in, one was taken back, and one waits with a row that is wrong', async () => {
  const { batches } = await listImports({ fundIds: [fundId], language: 'en' })
  expect(batches.map(({ stage }) => stage).sort()).toEqual(['in', 'preview', 'undone'])
})

test('a state’s rule holds at the courthouse of one bail, whose place was said; a higher cap waits and begins later', async () => {
  const { id: northside } = await db().fund.findUniqueOrThrow({ where: { slug: 'northside-bail' } })
  const said = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.disbursementPlace.findFirstOrThrow(),
  )
  const of = { ...staff.sam, fundIds: [northside], roles: [], language: 'en' }
  const page = await disbursementPage({ disbursementId: said.disbursementId, staff: of })
  expect(page?.court).toMatchObject({
    ...{ place: 'US-XX-NORTHSIDE', served: ['US-XX-NORTHSIDE', 'US-XX-SOUTHSIDE'] },
  })
  expect(page?.findings.map(({ code, version }) => [code, version])).toEqual([
    ['xx-charges', 1],
    ['xx-northside-cap', 1],
    ['xx-northside-report', 1],
  ])
  const { rules } = await rulesPage({ fundIds: [northside] })
  expect(rules.find(({ code }) => code === 'xx-northside-cap')).toMatchObject({
    ...{ version: 2, review: null, isAhead: true, older: [{ version: 1, until: null }] },
  })
})

test('what a fund meets once in years waits for the right person', async () => {
  const waiting = async (email: string) => {
    const { id, staffRoleByStaffIds: held } = await db().staff.findUniqueOrThrow({
      where: { email },
      include: { staffRoleByStaffIds: { where: { fundId } } },
    })
    const reader = { id, fundIds: [fundId], roles: held as never, language: 'en' }
    const acts = (await waitingForMe({ staff: reader })).map(({ act }) => act)
    return acts.filter((act) => /limits|emergency|recovery/.test(act)).sort()
  }
  expect(await waiting('sam@larkspur.example')).toEqual([
    'confirm_limits',
    'confirm_recovery',
    'review_emergency',
  ])
  expect(await waiting('kit@larkspur.example')).toEqual(['review_emergency'])
  expect(await waiting('robin@larkspur.example')).toEqual([])
  const looked = await emergencies({ fundIds: [fundId] })
  expect(looked.filter(({ review }) => !review)).toMatchObject([{ isOpen: true }])
  const demands = await listDemands({ staff: staff.sam, fundIds: [fundId] })
  expect(demands.map(({ kind }) => kind).sort()).toEqual(['records_request', 'subpoena'])

  const held = await inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<{ people: bigint }[]>`
      select count(*) as people from person where person_is_on_hold(id)`,
  )
  expect(held).toEqual([{ people: 1n }])
  expect(await brokenBooks()).toEqual([])
})

test('a fund that had its gifts and gave them all out is closed, and nothing of it is left', async () => {
  const { id } = await db().fund.findUniqueOrThrow({ where: { slug: 'winter-nights' } })
  const page = await controlPage({ fundId: id, fundIds: [id], language: 'en' })
  expect(page?.closing).toMatchObject({
    ...{ state: 'closed', left: [] },
    decided: [{ kind: 'end' }, { kind: 'close' }],
  })
  const [listed] = (await listFunds({ language: 'en' })).slice(-1)
  expect(listed).toMatchObject({ slug: 'winter-nights', raisedCents: 500_00n, gifts: 2 })
})
