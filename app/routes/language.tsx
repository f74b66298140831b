import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { paths } from '#app/http/paths.ts'
import { isLanguage } from '#app/words/languages.ts'

const aYear = 60 * 60 * 24 * 365

/** Remembers the language of the pages that carry none in their address. Anyone may choose; nothing else is kept. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData()
  const language = form.get('language')
  if (!isLanguage(language)) throw new Response(null, { status: 400 })

  return redirect(ownAddress(form.get('to')), {
    status: 303,
    headers: { 'Set-Cookie': `language=${language}; Path=/; Max-Age=${aYear}; SameSite=Lax` },
  })
}

/** Back to where the choice was made, and never to another site. */
const ownAddress = (to: unknown): string =>
  typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : paths.home()
