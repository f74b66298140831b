import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { answerTribute } from '#app/domain/tributes/answer-tribute.server.ts'
import { lookAtTribute } from '#app/domain/tributes/look-at-tribute.server.ts'
import { readTributeToken } from '#app/domain/tributes/tribute-link.ts'
import { noStore } from '#app/http/no-store.ts'
import { readForm } from '#app/http/read-form.ts'
import { refusalWords } from '#app/words/refusal-words.ts'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle = { title: (t) => t('give:tribute.look.title') }

export const headers = () => ({ ...noStore(), 'X-Robots-Tag': 'noindex' })

/** Looking sends nothing: mail scanners follow links. */
export async function loader({ params }: LoaderFunctionArgs) {
  return { tribute: await lookAtTribute({ intentId: namedBy(params.token) }) }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const intentId = namedBy(params.token)
  const answer = (await readForm(request)).get('answer')
  if (answer !== 'send' && answer !== 'decline') return data({ refused: 'malformed' }, { status: 422 })
  try {
    await answerTribute({ intentId, send: answer === 'send' })
    return data({ refused: null })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return data({ refused: error.code }, { status: 409 })
  }
}

export default function Tribute() {
  const { t, i18n } = useWords()
  const { tribute } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const { language } = usePublicFrame()
  if (!tribute || tribute.answer) {
    const key = tribute?.answer === 'sent' ? 'sent' : tribute ? 'declined' : 'over'
    return (
      <main id="main" className="page pt-12">
        <h1 className="text-3xl">{t(`give:tribute.${key}.title`)}</h1>
        <p className="measure mt-4 text-l" role="status">
          {t(`give:tribute.${key}`)}
        </p>
      </main>
    )
  }
  const { kind, donorName: donor, honoured, message, recipient } = tribute
  const funds = new Intl.ListFormat(language).format(tribute.funds)
  return (
    <main id="main" className="page pt-12">
      <h1 className="text-3xl">{t('give:tribute.look.title')}</h1>
      <p className="measure mt-4">{t('give:tribute.look', { recipient })}</p>
      {said?.refused && (
        <Notice tone="refusal" title={t('give:tribute.refused')} className="mt-6">
          {refusalWords(i18n, { code: said.refused })}
        </Notice>
      )}
      <blockquote className="measure mt-6 border-s-4 border-primary ps-4 text-l">
        <p>{t(`mail:tribute.lead.${kind}`, { donor, honoured, funds })}</p>
        {message && (
          <p dir="auto" className="mt-3 whitespace-pre-line italic">
            {message}
          </p>
        )}
      </blockquote>
      <form method="post" className="mt-8 flex flex-wrap gap-3">
        <Button name="answer" value="send">
          {t('give:tribute.send')}
        </Button>
        <Button name="answer" value="decline" tone="outline">
          {t('give:tribute.decline')}
        </Button>
      </form>
      <p className="measure mt-4 text-s text-quiet">{t('give:tribute.forgotten')}</p>
    </main>
  )
}

function namedBy(token: string | undefined): string {
  const id = readTributeToken(token ?? '')
  if (!id) throw new Response(null, { status: 404 })
  return id
}
