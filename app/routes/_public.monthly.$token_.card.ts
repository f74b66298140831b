import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { cardUpdatePage } from '#app/domain/recurring-donations/card-update-page.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { paths } from '#app/http/paths.ts'

/**
 * The one click of a mail about a card: from here to Stripe's own page. Nothing of the gift changes by it, so a program that
 * follows links may; it leaves no session at Stripe where it only asks for the head or fetches ahead of a reader.
 */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const token = params.token ?? ''
  const gift = paths.monthly(token, context.language)
  if (isNoReader(request)) return answer(gift)
  try {
    // An old mail’s link may name a gift that has ended; its own page says so, or that there is none.
    return answer((await cardUpdatePage(token, context.language)) ?? gift)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return answer(`${gift}?card=later`)
  }
}

const answer = (to: string) =>
  redirect(to, { status: 303, headers: { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' } })

const isNoReader = ({ method, headers }: Request): boolean =>
  method === 'HEAD' || /prefetch|preview/i.test(`${headers.get('Sec-Purpose')} ${headers.get('Purpose')}`)
