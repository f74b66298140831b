import { ownAddress, pageOfOtherRequest } from '#app/domain/donations/open-session.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { inTransaction } from '#app/platform/db.ts'
import { enterQueue, type Turn } from './enter-queue.server.ts'
import { giftToOpen } from './gift-to-open.server.ts'
import { openGift } from './open-gift.server.ts'
import { serveQueue } from './serve-queue.server.ts'
import { waitingToken } from './waiting-token.ts'

type OnItsWay = { intentId: string; homeFundId: string; slug: string; language: string }

/** Milliseconds. Longer than another request's call counts as alive, so that its place can then be taken over. */
const asLongAsCalled = 3_250

/**
 * Where the donor goes on: to the payment page where it is the gift's turn, else to the page on which it waits. Refuses
 * `stripe_unavailable`, and `checkout_queue_full` where another request of the gift failed meanwhile and the line is full.
 */
export async function reachPayment(gift: OnItsWay, turn: Turn): Promise<string> {
  const { intentId } = gift
  const page = turn === 'now' ? await openGift(await giftToOpen(gift)) : null
  if (page !== null) return page
  if (turn !== 'called') {
    serveQueue()
    return ownAddress(gift.language, `/funds/${gift.slug}/donate/waiting/${waitingToken(intentId)}`)
  }
  for (let patience = 6; patience > 0; patience--) {
    const other = await pageOfOtherRequest(intentId, asLongAsCalled)
    if (other !== null) return other
    const next = await inTransaction({ scope: { kind: 'public' } }, (tx) => enterQueue(tx, gift))
    if (next !== 'called') return reachPayment(gift, next)
  }
  throw new Refusal('stripe_unavailable')
}
