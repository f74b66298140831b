import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import waitUrl from '#app/components/wait.js?url'
import { WayHome } from '#app/components/way-home.tsx'
import { useWords } from '#app/components/words.ts'
import { lookAtWait } from '#app/domain/checkout-queue/look-at-wait.server.ts'
import { againToken } from '#app/domain/donations/again-token.ts'
import { localized, paths } from '#app/http/paths.ts'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle = { title: (t) => t('give:wait.title') }

/** It tells of one gift: no cache keeps it, and no search engine reads it. */
export const headers = () => ({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' })

/** Seconds until the page asks again: about when it is the gift's turn, and often enough to be told when that changes. */
const [soonest, latest] = [2, 20]

/** Asking opens nothing by itself: the form that was sent asked for the payment page, and whoever serves the line opens it. */
export async function loader({ context, params }: LoaderFunctionArgs) {
  const { token = '', slug = '' } = params
  const { language, pathname } = context
  const wait = await lookAtWait({ token, slug })
  if (!wait) throw new Response(null, { status: 404 })
  if (wait.state === 'open') throw redirect(wait.url, 303)
  if (wait.state === 'paid') throw redirect(paths.thanks(wait.thanksToken, language), 303)
  const form = paths.donateAgain(slug, againToken(wait.intentId), language)
  if (wait.state === 'over') throw redirect(form, 303)
  const askAgain = Math.min(latest, Math.max(soonest, wait.seconds))
  return { seconds: wait.seconds, askAgain, form, here: localized(language, pathname) }
}

export default function Wait() {
  const { t } = useWords()
  const { seconds, askAgain, form, here } = useLoaderData<typeof loader>()
  const { name } = usePublicFrame()
  return (
    <main id="main" className="page grid items-start gap-x-16 gap-y-10 pt-12 lg:grid-cols-[7fr_6fr]">
      {/* Without a script the page is read anew; with one it asks beside, and what is being read stays. */}
      <noscript>
        <meta httpEquiv="refresh" content={String(askAgain)} />
      </noscript>
      <div>
        <h1 className="text-3xl">{t('give:wait.title')}</h1>
        <p className="measure mt-4 text-l">{t('give:wait.why', { name })}</p>
        <p role="status" data-ask-again={askAgain} className="measure mt-6 text-l font-semibold">
          {t(seconds > 30 ? 'give:wait.minute' : 'give:wait.soon')}
        </p>
        <p className="measure mt-6">{t('give:wait.nothing')}</p>
        <div className="mt-8 flex flex-wrap items-center gap-x-8 gap-y-3">
          <LinkButton to={here} tone="outline" reloadDocument>
            {t('give:wait.look')}
          </LinkButton>
          <a href={form} className="inline-block py-1">
            {t('give:wait.back')}
          </a>
        </div>
      </div>
      <WayHome />
      <script type="module" src={waitUrl} />
    </main>
  )
}
