import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { stopTributes } from '#app/domain/tributes/stop-tributes.server.ts'
import { readStopToken } from '#app/domain/tributes/tribute-link.ts'
import { noStore } from '#app/http/no-store.ts'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle = { title: (t) => t('give:tribute.stop.title') }

export const headers = () => ({ ...noStore(), 'X-Robots-Tag': 'noindex' })

/** Looking stops nothing: mail scanners follow links. */
export async function loader({ params }: LoaderFunctionArgs) {
  namedBy(params.token)
  return null
}

export async function action({ params }: ActionFunctionArgs) {
  await stopTributes({ recipient: namedBy(params.token) })
  return { stopped: true }
}

export default function StopTributes() {
  const { t } = useWords()
  const said = useActionData<typeof action>()
  if (said)
    return (
      <main id="main" className="page pt-12">
        <h1 className="text-3xl">{t('give:tribute.stopped.title')}</h1>
        <p className="measure mt-4 text-l" role="status">
          {t('give:tribute.stopped')}
        </p>
      </main>
    )
  return (
    <main id="main" className="page pt-12">
      <h1 className="text-3xl">{t('give:tribute.stop.title')}</h1>
      <p className="measure mt-4 text-l">{t('give:tribute.stop')}</p>
      <form method="post" className="mt-8">
        <Button>{t('give:tribute.stop.submit')}</Button>
      </form>
    </main>
  )
}

function namedBy(token: string | undefined): Buffer<ArrayBuffer> {
  const recipient = readStopToken(token ?? '')
  if (!recipient) throw new Response(null, { status: 404 })
  return recipient
}
