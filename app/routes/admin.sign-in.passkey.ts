import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { beginPasskeySignIn } from '#app/domain/staff/passkeys/begin-passkey-sign-in.server.ts'
import { paths } from '#app/http/paths.ts'
import { orRefusal } from '#app/http/respond.ts'

/** What a passkey is to sign for a sign-in. Anyone may ask: it names nobody. */
export async function action({ context }: ActionFunctionArgs) {
  const asked = await orRefusal(beginPasskeySignIn({ address: context.address }))
  if (!asked.ok) return asked.response

  return Response.json(asked.value, { headers: { 'Cache-Control': 'no-store' } })
}

export const loader = () => redirect(paths.signIn())
