import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Button, LinkButton } from '#app/components/button.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { confirmSignUp } from '#app/domain/mail-sign-ups/confirm-sign-up.server.ts'
import { readSignUpToken } from '#app/domain/mail-sign-ups/sign-up-link.ts'
import { signUpOf } from '#app/domain/mail-sign-ups/sign-up-of.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle = { title: (t) => t('public:signup.confirm.title') }

export const headers = () => ({ ...noStore(), 'X-Robots-Tag': 'noindex' })

/** Looking agrees to nothing: mail scanners follow links. */
export async function loader({ params }: LoaderFunctionArgs) {
  const signUp = await signUpOf(namedBy(params.token))
  return { topics: signUp?.topics ?? null, confirmed: signUp?.confirmed ?? false }
}

export async function action({ params }: ActionFunctionArgs) {
  const confirmed = await confirmSignUp({ signUpId: namedBy(params.token) })
  return data({ confirmed }, { status: confirmed ? 200 : 410 })
}

export default function ConfirmSignUp() {
  const { t } = useWords()
  const { topics, confirmed } = useLoaderData<typeof loader>()
  const { language } = usePublicFrame()
  const said = useActionData<typeof action>()
  if (said?.confirmed || (confirmed && !said)) {
    return (
      <main id="main" className="page pt-12">
        <h1 className="text-3xl">{t('public:signup.confirmed.title')}</h1>
        <p className="measure mt-4 text-l" role="status">
          {t('public:signup.confirmed')}
        </p>
        <LinkButton to={paths.funds(language)} tone="outline" className="mt-8">
          {t('public:error.funds')}
        </LinkButton>
      </main>
    )
  }
  if (!topics || said) {
    return (
      <main id="main" className="page pt-12">
        <h1 className="text-3xl">{t('public:signup.over.title')}</h1>
        <p className="measure mt-4 text-l">{t('public:signup.over')}</p>
        <LinkButton to={paths.signUp(language)} tone="outline" className="mt-8">
          {t('public:signup.over.again')}
        </LinkButton>
      </main>
    )
  }
  return (
    <main id="main" className="page pt-12">
      <h1 className="text-3xl">{t('public:signup.confirm.title')}</h1>
      <p className="measure mt-4 text-l">{t('public:signup.confirm')}</p>
      <ul className="mt-3 list-disc ps-6">
        {topics.map((topic) => (
          <li key={topic} className="py-0.5 font-semibold">
            {t(`public:signup.topic.${topic}`)}
          </li>
        ))}
      </ul>
      <form method="post" className="mt-8">
        <Button>{t('public:signup.confirm.submit')}</Button>
      </form>
      <p className="mt-4 text-s text-quiet">{t('public:signup.confirm.not')}</p>
    </main>
  )
}

function namedBy(token: string | undefined): string {
  const id = readSignUpToken(token ?? '')
  if (!id) throw new Response(null, { status: 404 })
  return id
}
