import { redirect } from '@remix-run/node'
import { currentDonor } from '#app/domain/donor-area/sign-in/current-donor.server.ts'
import type { SignedInDonor } from '#app/domain/donor-area/sign-in/sign-in.ts'
import { paths } from './paths.ts'
import { donorSession } from './session.ts'

export type { SignedInDonor }

/** Which donor asks. Throws a redirect to the sign-in page for a stranger, who comes back to the page that they asked for. */
export async function requireDonor(request: Request): Promise<SignedInDonor> {
  const donor = await donorOf(request)
  if (donor) return donor
  const { pathname, search } = new URL(request.url)
  // What was being sent is lost, so a form's address is no place to come back to.
  const next = request.method === 'GET' ? `?next=${encodeURIComponent(pathname + search)}` : ''
  throw redirect(`${paths.donorSignIn()}${next}`)
}

/** Which donor asks, or null for a stranger. */
export async function donorOf(request: Request): Promise<SignedInDonor | null> {
  const sessionId = donorSession.idOf(request)
  return sessionId ? currentDonor({ sessionId }) : null
}
