import { recordOpening } from '#app/domain/ledger/record-opening.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { handleEvent } from '#app/domain/stripe-mirror/handle-event.server.ts'
import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, pool } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { openInbox } from '#app/webhooks/inbox.ts'
import { seedBank } from './bank.ts'
import { propose } from './bonds.ts'
import { chanceFrom } from './chance.ts'
import { seedCoveredReceipts } from './covered-receipts.ts'
import { seedDefence } from './defence.ts'
import { layTheDesk } from './desk.ts'
import { seedDonorRecords } from './donor-records.ts'
import { seedFunds } from './funds.ts'
import { beginOne, changeMinds, giveOne } from './gifts.ts'
import { seedMailTroubles } from './mail-troubles.ts'
import { changeMonthlyGifts } from './monthly.ts'
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
    select: { id: true, slug: true },
  })
  const staff = await seedPeople(funds.map((fund) => fund.id))
  for (const { id, slug } of funds) {
    await recordOpening({ fundId: id, bank: cents((brought[slug] ?? 0) * 100), occurredAt: start })
  }

  const acts = await actsOfTheYear({ start, today, staff, chance })
  for (let number = 0; number < weeks; number++) {
    const begins = new Date(start.getTime() + number * week)
    const ends = new Date(begins.getTime() + week)
    await asOfTime(begins, async () => {
      for (let gift = chance.whole(3, 6); gift > 0; gift--) await giveOne(chance, { monthly: false })
      if (number % 2 === 0 && number < 46) await giveOne(chance, { monthly: true })
      // One card stops working after its first month; one gift is taken back by the giver's bank.
      if (number === 9) await giveOne(chance, { monthly: true, card: '4000000000000341' })
      // Another card stopped two weeks ago, and is still tried; two people went to the payment page and turned back.
      if (number === 46) await giveOne(chanceFrom(46), { monthly: true, card: '4000000000000341' })
      if (number === 20 || number === 49) await beginOne(chanceFrom(number), { monthly: false })
      if (number === 30) await giveOne(chance, { monthly: false, card: '4000000000000259' })
    })
    if (number < weeks - 1) await control('clock', { advanceSeconds: week / 1000 })
    await asOfTime(ends, async () => {
      await sweep(number === 0 ? 'fast' : 'slow')
      await sweep('fast')
      // Stripe keeps events for thirty days, so the story reads them as it goes.
      if (number % 4 === 3) await learnEvents(begins)
    })
    for (const act of acts.filter(({ at }) => at >= begins && at < ends)) {
      await asOfTime(new Date(Math.max(act.at.getTime(), begins.getTime())), act.run)
    }
    if (number % 13 === 12) await makeCloses(funds, staff, ends < today ? ends : today)
  }
  await changeMinds(chance)
  await control('clock', { reset: true })
  await sweep('fast')
  await sweep('slow')
  await changeMonthlyGifts(funds)
  await beginOne(chance, { monthly: false })
  await leaveSomethingToDecide(funds, staff, today)
  await seedRequests(funds, staff, today)
  await layTheDesk(funds, staff, today)
  await seedCoveredReceipts(staff, today)
  await seedRefunds(staff)
  await seedSignUps(today)
  await seedOfflineGifts(staff, today)
  await seedDonorRecords(staff)
  await seedDefence(staff, today)
  await learnEvents(new Date(today.getTime() - 2 * week))
  await finishQuietly()
  await seedMailTroubles(today)
  await seedBank({ dana: staff.dana, from: start })
  await control('account', { settleDelayMs: 400 })
  await control('webhooks', { mode: 'deliver' })
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
  for (const event of events.reverse()) await handleEvent(event.id)
}
