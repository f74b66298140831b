import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { endSession } from '#app/domain/staff/sessions/end-session.server.ts'
import { paths } from '#app/http/paths.ts'
import { staffOf } from '#app/http/require-staff.ts'
import { endedSessionCookie } from '#app/http/session.ts'

/** Ends the session. Only a press of the button does; a link that is followed by mistake leads back. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await staffOf(request)
  if (staff) await endSession({ staffId: staff.id, sessionIdHash: staff.sessionIdHash })
  return redirect(paths.signIn(), { headers: { 'Set-Cookie': endedSessionCookie() } })
}

export const loader = () => redirect(paths.admin())
