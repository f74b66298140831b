import { Refusal } from '#app/domain/refusal.ts'
import { countTry } from '#app/domain/staff/count-try.server.ts'
import { now } from '#app/platform/clock.ts'
import { blindToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { limitsInForce } from './limits-in-force.server.ts'
import { networkKey } from './network-key.ts'
import { siteKey } from './pause-giving.server.ts'

/** From where a gift is begun: the caller's network address; null for the demonstration's past, which nobody typed. */
export type Origin = string | null

/**
 * Lets one new gift begin, inside the transaction that writes it: what is refused leaves no gift, and counts for nothing.
 * Refuses `too_many_gifts_begun` by network and by e-mail address, `giving_is_busy` by the whole site. The order keeps
 * whoever is over their own measure from using up everyone's,
 * and what is counted for everyone is counted last: nobody else begins until this transaction ends.
 */
export async function admitGift(
  tx: Tx,
  gift: { intentId: string; email: string; address: Origin },
): Promise<void> {
  const { intentId, email, address } = gift
  if (address === null) return
  const limits = await limitsInForce(tx)
  const network = networkKey(address)
  const begun = (key: string) => countTry(tx, key)

  if ((await begun(`giving-network:${network.toString('hex')}`)) > limits.fromNetwork)
    throw new Refusal('too_many_gifts_begun')
  const mailbox = blindToken('giving-email', email).toString('hex')
  if ((await begun(`giving-email:${mailbox}`)) > limits.forEmail) throw new Refusal('too_many_gifts_begun')
  await tx.giftIntentOrigin.create({ data: { intentId, network, occurredAt: now() } })
  if ((await begun(siteKey)) > limits.onSite) throw new Refusal('giving_is_busy')
}
