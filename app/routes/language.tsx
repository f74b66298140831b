import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { languageCookie } from '#app/http/language-cookie.ts'
import { paths } from '#app/http/paths.ts'
import { isLanguage } from '#app/words/languages.ts'

/** Remembers the language of the pages that carry none in their address. Anyone may choose; nothing else is kept. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData()
  const language = form.get('language')
  if (!isLanguage(language)) throw new Response(null, { status: 400 })

  return redirect(ownAddress(form.get('to')), {
    status: 303,
    headers: { 'Set-Cookie': languageCookie(language) },
  })
}

/** Back to where the choice was made, and never to another site. */
const ownAddress = (to: unknown): string =>
  typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : paths.home()
