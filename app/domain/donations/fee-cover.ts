/** What the card processor takes of a payment, by its published nonprofit price: a share and a fixed part. */
export const feeCoverTerms = { perMille: 22n, fixedCents: 30n } as const

/**
 * Cents to add to a gift so that, after the card fee on the whole charge, the gift itself arrives in full. The smallest
 * such sum: the processor rounds its own fee to the cent, so rounding up again would ask a cent too much.
 */
export function feeCover(giftCents: bigint): bigint {
  const { perMille, fixedCents } = feeCoverTerms
  let charge = ((giftCents + fixedCents) * 1000n) / (1000n - perMille)
  while (charge - cardFee(charge) < giftCents) charge += 1n
  return charge - giftCents
}

/** Rounded half up to the cent, as Stripe does. */
const cardFee = (charge: bigint): bigint =>
  (charge * feeCoverTerms.perMille + 500n) / 1000n + feeCoverTerms.fixedCents
