import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { HelpLine } from '#app/components/help-line.tsx'
import { HelpWords, useSpokenLanguage } from '#app/components/help-words.tsx'
import { LeaveForGood, LeaveQuickly } from '#app/components/leave-quickly.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { intakeFund } from '#app/domain/intake/intake-funds.server.ts'
import { refuseTooManyScreens } from '#app/domain/requests/count-screens.server.ts'
import { screenNames } from '#app/domain/requests/help-form.ts'
import { beginAnswers, sealAnswers } from '#app/domain/requests/kept-answers.ts'
import { receiveRequest } from '#app/domain/requests/receive-request.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { readForm } from '#app/http/read-form.ts'
import { orRefusal } from '#app/http/respond.ts'
import { Alternative } from './alternative.tsx'
import { HowDecided } from './how-decided.tsx'
import { OtherPlaces } from './other-places.tsx'
import { Question } from './question.tsx'
import { readScreen, type Shown } from './read-screen.ts'
import { Received } from './received.tsx'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  words: ['help'],
  title: (t, { fund }) => t('help:form.title', { fund: fund.name }),
  description: (t) => t('help:description'),
}

/** What is asked here is nobody else's business: no cache keeps it. */
export const headers = noStore

export async function loader({ context, params }: LoaderFunctionArgs) {
  const fund = await fundOf(params.slug, context.language)
  const begun = beginAnswers(fund.id)
  const first: Shown = {
    screen: screenNames[0] ?? 'asker',
    answers: {},
    problems: [],
    kept: sealAnswers(begun),
  }
  return { fund, first }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const fund = await fundOf(params.slug, context.language)
  const sent = readScreen(await readForm(request), fund.id)
  const passed = await orRefusal(refuseTooManyScreens(sent.token))
  if (!passed.ok) return answer({ ...sent.shown, problems: [passed.response.data.refusal] }, 409)
  if (!sent.form) return answer(sent.shown, sent.shown.problems.length > 0 ? 422 : 200)

  const received = await orRefusal(receiveRequest({ fundId: fund.id, token: sent.token, form: sent.form }))
  if (!received.ok) return answer({ ...sent.shown, problems: [received.response.data.refusal] }, 409)
  return data({ shown: null, received: received.value })
}

const answer = (shown: Shown, status: number) => data({ shown, received: null }, { status })

export default function AskFund() {
  return (
    <>
      <LeaveForGood />
      <HelpWords>
        <Asking />
      </HelpWords>
    </>
  )
}

function Asking() {
  const { t } = useWords()
  const { fund, first } = useLoaderData<typeof loader>()
  const { timezone } = usePublicFrame()
  const language = useSpokenLanguage()
  const answered = useActionData<typeof action>()
  const received = answered?.received
  const shown = answered?.shown ?? first
  const isFirst = shown.screen === screenNames[0]
  return (
    <main id="main" className="page pt-8 lg:pt-12">
      <h1 className="text-2xl">
        {t(received ? 'help:received.title' : 'help:form.title', { fund: fund.name })}
      </h1>
      <div className="mt-4">
        <HelpLine {...fund} language={language} timezone={timezone} />
      </div>
      <LeaveQuickly />
      {fund.mode !== 'public_form' && <Alternative mode={fund.mode} />}
      {fund.mode === 'public_form' && received && (
        <Received {...received} phone={fund.phone} language={language} timezone={timezone} />
      )}
      {fund.mode === 'public_form' && !received && (
        <>
          <Notice title={t('help:care.title')} className="mt-8">
            <p>{t('help:care')}</p>
            {isFirst && <p className="mt-2">{t('help:care.kept')}</p>}
          </Notice>
          <Question shown={shown} />
        </>
      )}
      {isFirst && <HowDecided priority={fund.priority} />}
      {(isFirst || received) && <OtherPlaces places={fund.otherPlaces} />}
    </main>
  )
}

async function fundOf(slug: string | undefined, language: string) {
  const fund = await intakeFund({ slug: slug ?? '', language })
  if (!fund) throw new Response(null, { status: 404 })
  return fund
}
