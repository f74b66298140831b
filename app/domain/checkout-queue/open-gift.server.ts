import { callForSession, type Opening } from '#app/domain/donations/open-session.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { inTransaction } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import { paceWithin } from './pace.ts'

/**
 * Opens the payment page of a gift whose turn it is, at once. Answers its address, or null where Stripe itself said that it
 * was too fast: then the gift waits on where it stood. Refuses with `stripe_unavailable`, and whoever waits for it is told.
 */
export async function openGift(opening: Opening): Promise<string | null> {
  const { id: intentId } = opening.intent
  try {
    const page = await callForSession(opening)
    if (page === null) await putBack(intentId)
    return page
  } catch (error) {
    if (error instanceof Refusal) await keepFailed(intentId)
    throw error
  }
}

const putBack = (intentId: string) =>
  inTransaction({ scope: { kind: 'public' } }, (tx) => {
    const { perSecond } = paceWithin(env().STRIPE_CALLS_PER_SECOND)
    return tx.$queryRaw`select put_back_checkout(${intentId}::uuid, ${perSecond}::numeric)::text`
  })

const keepFailed = (intentId: string) =>
  inTransaction(
    { scope: { kind: 'public' } },
    (tx) =>
      tx.$executeRaw`
      update checkout_place set failed_at = clock_timestamp() where intent_id = ${intentId}::uuid and called_at is not null`,
  )
