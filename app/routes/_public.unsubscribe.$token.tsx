import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Button, LinkButton } from '#app/components/button.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { endConsent } from '#app/domain/impact-updates/end-consent.server.ts'
import { readUnsubscribeToken } from '#app/domain/impact-updates/unsubscribe-link.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'

export const handle: PageHandle = { title: (t) => t('public:unsubscribe.title') }

export const headers = () => ({ ...noStore(), 'X-Robots-Tag': 'noindex' })

/** Looking ends nothing: mail scanners follow links. */
export async function loader({ params }: LoaderFunctionArgs) {
  return { topic: stoppedBy(params.token).topic }
}

/** Pressed on the page. What a mail program sends (RFC 8058) is taken before it gets here. */
export async function action({ params }: ActionFunctionArgs) {
  await endConsent(stoppedBy(params.token))
  return data({ stopped: true })
}

export default function Unsubscribe() {
  const { t } = useWords()
  const { topic } = useLoaderData<typeof loader>()
  const stopped = useActionData<typeof action>()?.stopped ?? false
  const { language } = usePublicFrame()
  return (
    <main id="main" className="page pt-12 pb-14">
      <h1 className="text-3xl">
        {t(stopped ? 'public:unsubscribe.done.title' : 'public:unsubscribe.title')}
      </h1>
      <p className="measure mt-4 text-l" role={stopped ? 'status' : undefined}>
        {t(stopped ? 'public:unsubscribe.done' : `public:unsubscribe.ask.${topic}`)}
      </p>
      {stopped ? (
        <LinkButton to={paths.home(language)} tone="outline" className="mt-8">
          {t('public:unsubscribe.home')}
        </LinkButton>
      ) : (
        <form method="post" action="?stop" className="mt-8">
          <Button>{t('public:unsubscribe.stop')}</Button>
        </form>
      )}
    </main>
  )
}

function stoppedBy(token: string | undefined) {
  const stopping = readUnsubscribeToken(token ?? '')
  if (!stopping) throw new Response(null, { status: 404 })
  return stopping
}
