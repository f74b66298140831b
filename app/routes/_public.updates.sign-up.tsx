import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { CheckField } from '#app/components/check-field.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ErrorSummary } from '#app/components/error-summary.tsx'
import { described, Field, FieldError } from '#app/components/field.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { offeredTopics } from '#app/domain/mail/mail-topics.ts'
import { askToSignUp } from '#app/domain/mail-sign-ups/ask-to-sign-up.server.ts'
import { pageOpened, wasFilledInByHand } from '#app/domain/mail-sign-ups/page-opened.ts'
import { SignUpForm } from '#app/domain/mail-sign-ups/sign-up-form.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { languages, nativeNames } from '#app/words/languages.ts'
import { refusalWords } from '#app/words/refusal-words.ts'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle = {
  words: ['mail'],
  title: (t) => t('public:signup.title'),
  description: (t) => t('public:signup.description'),
}

/** The form says when it was sent out, so no cache keeps it. */
export const headers = () => ({ 'Cache-Control': 'no-store' })

export async function loader({ request }: LoaderFunctionArgs) {
  return { sent: new URL(request.url).searchParams.has('sent'), opened: pageOpened() }
}

/** Whatever the address is to us, whoever signs it up reads the same. */
const known = new Set(['email', 'topics', 'language', 'website', 'opened'])

export async function action({ context, request }: ActionFunctionArgs) {
  const { language } = context
  const form = await readForm(request)
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
  const entries = {
    email: text('email'),
    topics: form.getAll('topics').filter((topic) => typeof topic === 'string'),
    language: text('language'),
  }
  const refuse = (problems: { field: string; code: string }[], status = 422) =>
    data({ entries, opened: pageOpened(), problems }, { status })

  // A field that nobody sees: only a program fills it in. It is told what everyone is told.
  if (text('website')) return redirect(`${paths.signUp(language)}?sent`, 303)
  if (!wasFilledInByHand(text('opened'))) return refuse([{ field: '', code: 'sent_too_fast' }])
  if ([...form.keys()].some((name) => !known.has(name))) return refuse([{ field: '', code: 'unknown_field' }])
  const read = SignUpForm.safeParse(entries)
  if (!read.success)
    return refuse(
      read.error.issues.map(({ path, message }) => ({ field: String(path[0] ?? ''), code: message })),
    )

  try {
    await askToSignUp({ form: read.data, address: context.address })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refuse([{ field: error.field ?? '', code: error.code }], 429)
  }
  return redirect(`${paths.signUp(language)}?sent`, 303)
}

export default function SignUp() {
  const { t, i18n } = useWords()
  const { sent, opened } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { language } = usePublicFrame()
  if (sent && !answer) return <Sent />

  const entries = answer?.entries ?? { email: '', topics: [], language }
  const said = (answer?.problems ?? []).map(({ field, code }) => ({
    id: field || 'submit',
    message: refusalWords(i18n, { code }),
  }))
  const errorOf = (field: string) => said.find(({ id }) => id === field)?.message
  return (
    <main id="main" className="page pt-8 lg:pt-12">
      <h1 className="text-3xl">{t('public:signup.title')}</h1>
      <p className="measure mt-3">{t('public:signup.lead')}</p>
      <form method="post" className="measure mt-8 grid gap-8" noValidate>
        <ErrorSummary title={t('give:errors.title', { count: said.length })} problems={said} />
        <input type="hidden" name="opened" value={answer?.opened ?? opened} />
        <Field
          name="email"
          type="email"
          dir="ltr"
          className="rtl:[&_input]:text-end"
          label={t('public:signup.email')}
          autoComplete="email"
          defaultValue={entries.email}
          error={errorOf('email')}
        />
        <fieldset id="topics" className="grid gap-4" {...described('topics', null, errorOf('topics'))}>
          <legend className="mb-3 font-semibold">{t('public:signup.topics')}</legend>
          {offeredTopics.map((topic) => (
            <CheckField
              key={topic}
              id={`topic-${topic}`}
              name="topics"
              value={topic}
              label={t(`public:signup.topic.${topic}`)}
              hint={t(`public:signup.topic.${topic}.hint`)}
              defaultChecked={entries.topics.includes(topic)}
            />
          ))}
          <FieldError id="topics" error={errorOf('topics')} />
        </fieldset>
        <ChoiceField
          name="language"
          label={t('public:signup.language')}
          choices={languages.map((value) => ({ value, label: nativeNames[value] }))}
          defaultValue={entries.language}
          error={errorOf('language')}
        />
        <div className="set-aside" aria-hidden="true">
          <label htmlFor="website">{t('public:signup.website')}</label>
          <input id="website" name="website" tabIndex={-1} autoComplete="off" />
        </div>
        <div>
          <Button id="submit">{t('public:signup.submit')}</Button>
          <p className="mt-3 text-s text-quiet">{t('public:signup.keep')}</p>
        </div>
      </form>
    </main>
  )
}

function Sent() {
  const { t } = useWords()
  return (
    <main id="main" className="page pt-12">
      <h1 className="text-3xl">{t('public:signup.sent.title')}</h1>
      <p className="measure mt-4 text-l" role="status">
        {t('public:signup.sent')}
      </p>
    </main>
  )
}
