import { randomUUID } from 'node:crypto'
import { wordsKey } from '#app/domain/funds/fund-words.server.ts'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { changeMonthlyGift, previewChange } from '#app/domain/schedule-wishes/change-monthly-gift.server.ts'
import type { Change } from '#app/domain/schedule-wishes/plan-change.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db } from '#app/platform/db.ts'
import type { useRunning } from './running.ts'

type Running = Awaited<ReturnType<typeof useRunning>>

type Wished = Partial<Parameters<Running['give']>[0]>

/** A monthly gift whose first payment is booked, and the link that manages it. */
export async function givenMonthly(running: Running, wished: Wished = {}) {
  const [gift] = await givenMonthlyGifts(running, [wished])
  if (!gift) throw new Error('no monthly gift was booked')
  return gift
}

/** Several at once: Stripe is waited for one time. */
export async function givenMonthlyGifts({ give, settled }: Running, wished: Wished[]) {
  const emails: string[] = []
  for (const gift of wished) {
    const email = gift.email ?? `${randomUUID()}@donor.example`
    await give({ slug: 'bail', amount: '20', frequency: 'monthly', ...gift, email })
    emails.push(email)
  }
  await settled()
  return Promise.all(
    emails.map(async (email) => {
      const schedule = await db().recurringDonation.findFirstOrThrow({
        where: { donor: { email } },
        orderBy: { recordedAt: 'desc' },
      })
      return { ...schedule, email, token: tokenOf(schedule.id) }
    }),
  )
}

export const tokenOf = (id: string): string => scheduleLink(id, 'en').split('/').at(-1) ?? ''

/** Stripe's own time, by which it renews; ours follows where a story is told over months. */
export async function atStripeTime<T>({ control }: Running, work: () => Promise<T>): Promise<T> {
  const { now } = await control.get<{ now: number }>('clock')
  return asOfTime(new Date(now * 1000), work)
}

/** Looks at the page that says what would happen, and confirms it, as a donor does. */
export async function changeAsDonor(token: string, change: Change, formKey: string = randomUUID()) {
  const preview = await previewChange({ token, change, language: 'en' })
  if (!preview) throw new Error('no such monthly gift')
  const { amountCents, nextChargeAt } = preview.plan
  const outcome = await changeMonthlyGift({
    ...{ token, change, language: 'en', formKey },
    seen: { amountCents, nextChargeAt, newWords: wordsKey(preview.newWords) },
  })
  return { outcome, plan: preview.plan }
}
