import { watchMonthlyGifts } from '#app/domain/fund-followings/watch-monthly-gifts.server.ts'
import { recordOpening } from '#app/domain/ledger/record-opening.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, pool } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { openInbox } from '#app/webhooks/inbox.ts'
import { seedBank } from './bank.ts'
import { type Act, propose } from './bonds.ts'
import { type Chance, chanceFrom } from './chance.ts'
import { seedCoveredReceipts } from './covered-receipts.ts'
import { seedDefence } from './defence.ts'
import { layTheDesk } from './desk.ts'
import { seedDonorRecords } from './donor-records.ts'
import { seedDonorsOwn } from './donors-own.ts'
import { seedFunds } from './funds.ts'
import { beginOne, changeMinds, giveOne } from './gifts.ts'
import { seedImports } from './imports.ts'
import { seedMailTroubles } from './mail-troubles.ts'
import { changeMonthlyGifts } from './monthly.ts'
import { beginTonight } from './nights.ts'
import { seedOfflineGifts } from './offline-gifts.ts'
import { type DemonstrationStaff, seedPeople } from './people.ts'
import { finishQuietly } from './quiet-jobs.ts'
import { seedRefunds } from './refunds.ts'
import { seedRequests } from './requests.ts'
import { control } from './sandbox.ts'
import { seedSignUps } from './sign-ups.ts'
import { publishStoryUpdate } from './updates.ts'
import { actsOfTheYear } from './year.ts'

const day = 86_400_000
const week = 7 * day
const weeks = 52

/** Bank balances that the organization brought along, in dollars. */
const brought: Record<string, number> = {
  'community-bail': 52_000,
  'immigration-bonds': 84_000,
  'emergency-release': 6_000,
  'rides-home': 900,
  'northside-bail': 3_500,
  'flood-release': 400,
  'winter-nights': 250,
}

/** Twelve months of gifts, bonds, returns and losses, told with the product's own verbs and the sandbox's clock set back. */
export async function tellStory(): Promise<void> {
  const chance = chanceFrom(20)
  const today = new Date()
  const start = new Date(today.getTime() - weeks * week)
  await control('account', { settleDelayMs: 0 })
  await control('webhooks', { mode: 'drop' })
  await control('clock', { at: Math.floor(start.getTime() / 1000) })

  await asOfTime(start, () => seedFunds(start))
  const funds = await db().fund.findMany({
    where: { kind: { not: 'operating' } },
    orderBy: { position: 'asc' },
    select: { id: true, slug: true },
  })
  const staff = await seedPeople(funds.map((fund) => fund.id))
  for (const { id, slug } of funds) {
    await recordOpening({ fundId: id, bank: cents((brought[slug] ?? 0) * 100), occurredAt: start })
  }

  const acts = await actsOfTheYear({ start, today, staff, chance })
  const beginOf = (number: number) => new Date(start.getTime() + number * week)
  const actsIn = (number: number) =>
    doAll(acts.filter(({ at }) => at >= beginOf(number) && at < beginOf(number + 1)))
  const closesAfter = (number: number) => {
    const ends = beginOf(number + 1)
    return makeCloses(funds, staff, ends < today ? ends : today)
  }
  for (let number = 0; number < weeks; number++) {
    const receive = () => receiveGifts({ number, begins: beginOf(number), ends: beginOf(number + 1) }, chance)
    if (number % 13 > 0) {
      // What is done with the money of last week, and the gifts of this one.
      await Promise.all([actsIn(number - 1), receive()])
      continue
    }
    // A close counts what was before it, so nothing of a new quarter is under way.
    if (number > 0) {
      await actsIn(number - 1)
      await closesAfter(number - 1)
    }
    await receive()
  }
  await actsIn(weeks - 1)
  await closesAfter(weeks - 1)
  await changeMinds(chance)
  await control('clock', { reset: true })
  await sweep('fast')
  await sweep('slow')
  await changeMonthlyGifts(funds)
  await beginOne(chance, { monthly: false })
  await leaveSomethingToDecide(funds, staff, today)
  await seedRequests(funds, staff, today)
  const tonight = await layTheDesk(funds, staff, today)
  await seedCoveredReceipts(staff, today)
  await seedRefunds(staff)
  await seedSignUps(today)
  await seedOfflineGifts(staff, today)
  await seedImports(staff.dana, funds.find(({ slug }) => slug === 'community-bail')?.id ?? '')
  await seedDonorRecords(staff)
  await seedDonorsOwn(today)
  await seedDefence(staff, today)
  await watchMonthlyGifts()
  await finishQuietly('monthly.follow-fund')
  await learnEvents(new Date(today.getTime() - 2 * week))
  await finishQuietly()
  await beginTonight(staff, tonight)
  await finishQuietly()
  await seedMailTroubles(today)
  await seedBank({ dana: staff.dana, from: start })
  await control('account', { settleDelayMs: 400 })
  await control('webhooks', { mode: 'deliver' })
}

/** A week of gifts, and what Stripe says of them at its end. */
async function receiveGifts(
  { number, begins, ends }: { number: number; begins: Date; ends: Date },
  chance: Chance,
): Promise<void> {
  await asOfTime(begins, async () => {
    await Promise.all(giftsOf(number, chance))
  })
  if (number < weeks - 1) await control('clock', { advanceSeconds: week / 1000 })
  await asOfTime(ends, async () => {
    // The first walk sets the cursor that the slow ones reach back from.
    if (number === 0) await sweep('fast')
    await sweep('slow')
    // Stripe keeps events for thirty days, so the story reads them as it goes.
    if (number % 4 === 3) await learnEvents(begins)
  })
}

/** What is given in one week. Each draws its chance before it waits for anything, so all of them can be under way at once. */
function giftsOf(week: number, chance: Chance): Promise<unknown>[] {
  const gifts: Promise<unknown>[] = Array.from({ length: chance.whole(3, 6) }, () =>
    giveOne(chance, { monthly: false }),
  )
  const isAt = (...weeks: number[]) => weeks.includes(week)
  if (week % 2 === 0 && week < 46) gifts.push(giveOne(chance, { monthly: true }))
  // One card stops working after its first month; one gift is taken back by the giver's bank.
  if (isAt(9)) gifts.push(giveOne(chance, { monthly: true, card: '4000000000000341' }))
  // Another card stopped two weeks ago, and is still tried; two people went to the payment page and turned back.
  if (isAt(46)) gifts.push(giveOne(chanceFrom(46), { monthly: true, card: '4000000000000341' }))
  if (isAt(20, 49)) gifts.push(beginOne(chanceFrom(week), { monthly: false }))
  if (isAt(30)) gifts.push(giveOne(chance, { monthly: false, card: '4000000000000259' }))
  // What the funds that rest today were given while they took gifts; some give to them every month.
  const toResting = (slug: string, monthly: boolean) =>
    gifts.push(giveOne(chanceFrom(100 + week), { monthly, slug }))
  if (isAt(5, 17, 29, 38, 47)) toResting('rides-home', isAt(47))
  if (isAt(12, 43)) toResting('northside-bail', false)
  if (isAt(26, 27, 45)) toResting('flood-release', isAt(45))
  return gifts
}

/** In the order of time within each fund; the funds side by side. */
async function doAll(acts: Act[]): Promise<void> {
  const funds = [...new Set(acts.map(({ fundId }) => fundId))]
  await Promise.all(
    funds.map(async (fundId) => {
      for (const act of acts.filter((one) => one.fundId === fundId)) await asOfTime(act.at, act.run)
    }),
  )
}

type Fund = { id: string; slug: string }

async function makeCloses(funds: Fund[], staff: DemonstrationStaff, at: Date): Promise<void> {
  for (const fund of funds) {
    const close = await asOfTime(at, () => makePublicationClose({ staffId: staff.dana.id, fundId: fund.id }))
    const told = close.published && (fund.slug === 'community-bail' ? close.seq === 2 : close.seq === 3)
    if (told)
      await publishStoryUpdate({
        slug: fund.slug,
        closeId: close.closeId,
        by: staff.dana,
        at: new Date(at.getTime() + day),
      })
  }
}

/** Proposals of this morning: the queue of a real day is never empty. */
async function leaveSomethingToDecide(
  funds: Fund[],
  { dana }: DemonstrationStaff,
  today: Date,
): Promise<void> {
  const fund = (slug: string): string => funds.find((one) => one.slug === slug)?.id ?? ''
  const waiting = { at: today, fate: { end: 'out' } } as const
  const bail = {
    ...waiting,
    fundId: fund('community-bail'),
    kind: 'court_bail',
    purposeCode: 'court_bail',
  } as const
  await propose({ ...bail, principal: 1_500, fees: 40 }, dana, new Date(today.getTime() - 3 * 3_600_000))
  await propose({ ...bail, principal: 750, fees: 20 }, dana, new Date(today.getTime() - 3_600_000))
}

const learned = [
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'checkout.session.completed',
  'checkout.session.expired',
  'invoice.payment_failed',
]

/** The story's webhooks were not rung; what they say of schedules and payment pages is read from Stripe's list instead. */
async function learnEvents(until: Date): Promise<void> {
  const inbox = openInbox(pool())
  const created = { gte: Math.floor((until.getTime() - 4 * week) / 1000) }
  const events = []
  for await (const event of stripe().events.list({
    limit: 100,
    created,
    types: learned,
  })) {
    events.push(event)
  }
  await Promise.all(events.map((event) => inbox.keep({ event, body: Buffer.from(JSON.stringify(event)) })))
  await finishQuietly('stripe.events')
}
