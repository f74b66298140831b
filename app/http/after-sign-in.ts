import { redirect } from '@remix-run/node'
import { endSession } from '#app/domain/staff/sessions/end-session.server.ts'
import { staffOf } from './require-staff.ts'
import { sessionCookie } from './session.ts'

/** On to the next page under the new session; the one that this browser had before is over. */
export async function redirectAfterSignIn(
  request: Request,
  sessionId: string,
  to: string,
): Promise<Response> {
  const before = await staffOf(request)
  if (before) await endSession({ staffId: before.id, sessionIdHash: before.sessionIdHash })
  return redirect(to, { headers: { 'Set-Cookie': sessionCookie(sessionId) } })
}
