import { randomUUID } from 'node:crypto'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { wordsKey } from '#app/domain/funds/fund-words.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { compareSchedules } from '#app/domain/recurring-donations/compare-schedules.server.ts'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { changeMonthlyGift, previewChange } from '#app/domain/schedule-wishes/change-monthly-gift.server.ts'
import type { Change } from '#app/domain/schedule-wishes/plan-change.ts'
import { stopMonthlyGift } from '#app/domain/schedule-wishes/stop-monthly-gift.server.ts'
import { db } from '#app/platform/db.ts'

/** Some donors change their monthly gift, as they would by the link in their mail: more, another day, a rest, two funds, the end. */
export async function changeMonthlyGifts(funds: { id: string }[]): Promise<void> {
  // Some were stopped at Stripe a moment ago, and the story has not heard of it yet.
  await compareSchedules()
  const running = await db().recurringDonation.findMany({
    where: { state: 'active' },
    orderBy: { startedAt: 'asc' },
    select: { id: true, startedAt: true },
    take: 7,
  })
  const { timezone } = await organization()
  const isOnTheFifth = dayOf(running[3]?.startedAt ?? new Date(), timezone).endsWith('-05')
  const wishes: Change[] = [
    { kind: 'pause', until: null },
    { kind: 'skip' },
    { kind: 'amount', giftCents: 30_00n, coverFee: true },
    { kind: 'day', day: isOnTheFifth ? 15 : 5 },
    { kind: 'split', shares: funds.slice(0, 2).map(({ id }) => ({ fundId: id, share: 1n })) },
    { kind: 'pause', until: null },
  ]
  const tokens = running.map(({ id }) => scheduleLink(id, 'en').split('/').at(-1) ?? '')
  for (const [index, change] of wishes.entries()) {
    const token = tokens[index]
    if (token) await wish(token, change)
  }
  const [rested, ended] = tokens.slice(wishes.length - 1)
  if (rested) await wish(rested, { kind: 'resume' })
  if (ended) await stopMonthlyGift(ended)
}

/** Close to a charge its day is not moved; the story goes on without that change. */
async function wish(token: string, change: Change): Promise<void> {
  try {
    await changeAsShown(token, change)
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'charge_is_near')) throw error
  }
}

async function changeAsShown(token: string, change: Change): Promise<void> {
  const preview = await previewChange({ token, change, language: 'en' })
  if (!preview) throw new Error('no monthly gift has this link')
  const { amountCents, nextChargeAt } = preview.plan
  await changeMonthlyGift({
    ...{ token, change, language: 'en', formKey: randomUUID() },
    seen: { amountCents, nextChargeAt, newWords: wordsKey(preview.newWords) },
  })
}
