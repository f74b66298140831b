import type { ChargeOwner, Movement } from '#app/domain/stripe-mirror/balance-transaction.ts'
import { ownCharges } from '#app/domain/stripe-mirror/own-charges.server.ts'
import { postMovements } from '#app/domain/stripe-mirror/post-movements.server.ts'
import { readMovement } from '#app/domain/stripe-mirror/read-movement.ts'
import { stripe } from '#app/platform/stripe.ts'

/** What happened to gifts at Stripe, oldest first, and whose gifts they are. */
export type Heard = { movements: Movement[]; owners: Map<string, ChargeOwner> }

/** When a movement is heard: after so many closes, and where among what is heard then. */
export type Hearing = { closesBefore: number; place: number }

export async function movementsOfGifts(): Promise<Heard> {
  const movements: Movement[] = []
  for await (const each of stripe().balanceTransactions.list({ limit: 100, expand: ['data.source'] }))
    movements.push(readMovement(each))
  const ofGifts = movements.reverse().filter(({ source }) => source.kind === 'charge' || 'chargeId' in source)
  const charges = ofGifts.flatMap(({ source }) => (source.kind === 'charge' ? [source.charge] : []))
  return { movements: ofGifts, owners: await ownCharges(charges) }
}

/**
 * The movements with their hearings, in the order in which they are heard. Nothing is heard before what it came of: a walk
 * leaves a refund or dispute for later where it has not met its charge.
 */
export function inOrderHeard(
  movements: Movement[],
  hearing: () => Hearing,
): { movement: Movement; closesBefore: number }[] {
  const latest = new Map<string, Hearing>()
  const heard = movements.map((movement) => {
    const own = hearing()
    const roots = rootsOf(movement)
    const cause = roots.map((id) => latest.get(id)).find((known) => known !== undefined)
    const at = cause && isBefore(own, cause) ? cause : own
    if (roots[0]) latest.set(roots[0], at)
    return { movement, ...at }
  })
  return heard.sort((a, b) => a.closesBefore - b.closesBefore || a.place - b.place)
}

/** Its own object, under which another movement of it is found, and the charge that it came of. */
function rootsOf({ source }: Movement): string[] {
  if (source.kind === 'charge') return [source.charge.id]
  return [source.id, 'chargeId' in source ? source.chargeId : null].filter((id) => id !== null)
}

const isBefore = (a: Hearing, b: Hearing): boolean =>
  a.closesBefore < b.closesBefore || (a.closesBefore === b.closesBefore && a.place < b.place)

/** Books them in their order, a few at a time. */
export async function hear(movements: Movement[], owners: Heard['owners'], atOnce: number): Promise<void> {
  for (let from = 0; from < movements.length; from += atOnce)
    await postMovements({ movements: movements.slice(from, from + atOnce), owners })
}
