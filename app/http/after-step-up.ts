import { redirect } from '@remix-run/node'
import { rotateSession } from '#app/domain/staff/sessions/rotate-session.server.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { sessionCookie } from './session.ts'

/**
 * The answer to an act that was proved by a step-up: on to the next page, under a new session id. Only ever a redirect:
 * a page that came back at once would be made with the old id, which is over.
 */
export async function redirectAfterStepUp(staff: SignedInStaff, to: string): Promise<Response> {
  const sessionId = await rotateSession(staff)
  return redirect(to, { headers: sessionId ? { 'Set-Cookie': sessionCookie(sessionId) } : {} })
}
