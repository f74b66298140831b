import { isStripeError, reachingStripe } from '#app/domain/donations/reaching-stripe.ts'
import { type FundWords, fundWords, wordsKey } from '#app/domain/funds/fund-words.server.ts'
import { readStanding } from '#app/domain/recurring-donations/read-standing.server.ts'
import { scheduleOfToken } from '#app/domain/recurring-donations/schedule-link.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { ConstraintViolation } from '#app/platform/constraint.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { carryOutWish } from './carry-out-wish.server.ts'
import { type Change, nextCharge, planChange } from './plan-change.ts'
import { recordWish } from './record-wish.server.ts'
import type { Plan, Standing } from './wish.ts'

/** Milliseconds. As long as Stripe itself is given to answer. */
const longestWait = 20_000
const pause = 500

type Asked = { token: string; change: Change; language: string }

type Preview = {
  gift: Standing
  plan: Plan
  nextBefore: Date | null
  /** The words of funds that the gift was not bound to before. */
  newWords: FundWords[]
}

/**
 * What a change would do, for the donor to confirm. Changes nothing. Null for a link that was made up. Refuses what the
 * gift, its funds or the day do not allow, and `stripe_unavailable`.
 */
export async function previewChange({ token, change, language }: Asked): Promise<Preview | null> {
  const id = scheduleOfToken(token)
  const gift = id ? await reachingStripe(() => readStanding(id, language)) : null
  if (!gift) return null
  const plan = planChange(gift, change)
  const bound = wordsKey(gift.parts).split(' ')
  const parts = (plan.parts ?? []).filter((part) => !bound.includes(wordsKey([part])))
  return { gift, plan, nextBefore: nextCharge(gift), newWords: await fundWords(db(), { parts, language }) }
}

type Confirmed = Asked & {
  /** The page that was confirmed: pressing it fifty times is pressing it once. */
  formKey: string
  /** What that page said, and by `wordsKey` which new words it showed. */
  seen: { amountCents: bigint; nextChargeAt: Date | null; newWords: string }
}

/**
 * Changes a monthly gift by its signed link: the wish is committed with a key of ours, then Stripe is asked once, then it
 * comes into force. `under_way` where nobody knows yet; the job finishes it with the same key. Null for a link that was made
 * up. Refuses like the preview, and `gift_moved_on` where the page no longer says what would happen.
 */
export async function changeMonthlyGift(confirmed: Confirmed): Promise<'done' | 'under_way' | null> {
  const { token, formKey, seen } = confirmed
  const id = scheduleOfToken(token)
  if (!id || !(await db().recurringDonation.findUnique({ where: { id }, select: { id: true } }))) return null
  const earlier = await wishOf(id, formKey)
  if (earlier) return endOf(earlier)

  const preview = await previewChange(confirmed)
  if (!preview) return null
  const { gift, plan, newWords } = preview
  if (wordsKey(newWords) !== seen.newWords) throw new Refusal('gift_moved_on')
  if (plan.amountCents !== seen.amountCents || plan.nextChargeAt?.getTime() !== seen.nextChargeAt?.getTime())
    throw new Refusal('gift_moved_on')
  const wishId = await wish(gift, plan, formKey)
  return wishId.isOurs ? carryOut(wishId.id) : endOf(wishId.id)
}

async function wish(gift: Standing, plan: Plan, formKey: string): Promise<{ id: string; isOurs: boolean }> {
  try {
    const cause = plan.undoes ? 'undone' : 'donor'
    const id = await inTransaction({ scope: { kind: 'donor' } }, (tx) =>
      recordWish(tx, { gift, plan, cause, formKey }),
    )
    return { id, isOurs: true }
  } catch (error) {
    const twin = error instanceof ConstraintViolation && (await wishOf(gift.id, formKey))
    if (twin) return { id: twin, isOurs: false }
    throw error
  }
}

const wishOf = async (id: string, formKey: string): Promise<string | null> =>
  inTransaction({ scope: { kind: 'donor' } }, async (tx) => {
    const found = await tx.recurringDonationWish.findUnique({
      where: { recurringDonationId_formKey: { recurringDonationId: id, formKey } },
      select: { id: true },
    })
    return found?.id ?? null
  })

async function carryOut(wishId: string): Promise<'done' | 'under_way'> {
  try {
    return said(await carryOutWish({ wishId }))
  } catch (error) {
    if (isStripeError(error)) return 'under_way'
    throw error
  }
}

/** Someone pressed before: their request, or the job, brings it to its end. */
async function endOf(wishId: string): Promise<'done' | 'under_way'> {
  for (let waited = 0; waited < longestWait; waited += pause) {
    const end = await inTransaction({ scope: { kind: 'donor' } }, (tx) =>
      tx.recurringDonationWishEnd.findUnique({ where: { wishId } }),
    )
    if (end) return said(end.outcome)
    await delay(pause)
  }
  return 'under_way'
}

function said(outcome: string): 'done' {
  if (outcome === 'refused') throw new Refusal('card_service_said_no')
  return 'done'
}
