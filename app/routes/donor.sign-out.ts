import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { endDonorSessions } from '#app/domain/donor-area/sign-in/end-donor-sessions.server.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireDonor } from '#app/http/require-donor.ts'
import { donorSession } from '#app/http/session.ts'

/** Ends this session, or every one. Only a press of the button does; a link that is followed by mistake leads back. */
export async function action({ request }: ActionFunctionArgs) {
  const { id, sessionIdHash } = await requireDonor(request)
  const everywhere = (await readForm(request)).get('where') === 'everywhere'
  await endDonorSessions({ donorId: id, ...(everywhere ? {} : { sessionIdHash }) })
  return redirect(paths.donorSignIn(), { status: 303, headers: { 'Set-Cookie': donorSession.ended() } })
}

export async function loader({ request }: LoaderFunctionArgs) {
  await requireDonor(request)
  return redirect(paths.donor())
}
