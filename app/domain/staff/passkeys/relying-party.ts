import { env } from '#app/platform/env.ts'

/** Who a passkey is made for: this host and no other, so that a look-alike site gets nothing. */
export function relyingParty(): { id: string; origin: string } {
  const { hostname, origin } = new URL(env().APP_URL)
  return { id: hostname, origin }
}
