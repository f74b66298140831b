const minute = 60_000

/** How long a link to sign in can be opened. Milliseconds. */
export const linkLife = 10 * minute

/** A session that nobody used for this long is over. Milliseconds. */
export const idleEnd = 60 * minute

/** However busy, it is over after this long. Milliseconds. */
export const absoluteEnd = 12 * 60 * minute

/** How stale `seen_at` may become before it is written again, so that not every page view writes. Milliseconds. */
export const seenAgain = minute

/** Links asked for within 15 minutes: from one network address, which an office shares, and to one e-mail address. */
export const asksAllowed = { fromAddress: 30, toEmail: 5 }

/** Whoever is signed in as a donor. */
export type SignedInDonor = {
  id: string
  email: string
  name: string
  language: string
  sessionIdHash: string
}

/** From where somebody signs in, in words that they know their own device by. */
export type DonorVisit = { device: string }
