import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Button, LinkButton } from '#app/components/button.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { lookAtDonorLink } from '#app/domain/donor-area/sign-in/look-at-donor-link.server.ts'
import { redeemDonorLink } from '#app/domain/donor-area/sign-in/redeem-donor-link.server.ts'
import { languageCookie } from '#app/http/language-cookie.ts'
import { noStore } from '#app/http/no-store.ts'
import { ownDonorPath } from '#app/http/own-path.ts'
import { paths } from '#app/http/paths.ts'
import { orRefusal } from '#app/http/respond.ts'
import { donorSession } from '#app/http/session.ts'
import { visitOf } from '#app/http/visit.ts'

export const handle: PageHandle = { title: (t) => t('donor:link.title') }
export const headers = () => ({ ...noStore(), 'X-Robots-Tag': 'noindex' })

export async function loader({ params }: LoaderFunctionArgs) {
  return { state: await lookAtDonorLink({ token: params.token ?? '' }) }
}

/** Only a press of the button spends the link: mail scanners and previews follow links by themselves. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = visitOf(request, context.address)
  const before = donorSession.idOf(request)
  const outcome = await orRefusal(redeemDonorLink({ token: params.token ?? '', visit, before }))
  if (!outcome.ok) return outcome.response

  // The donor's pages have no language in their address: they go on in the one of this page.
  const headers = new Headers({ 'Set-Cookie': donorSession.begun(outcome.value.sessionId) })
  headers.append('Set-Cookie', languageCookie(context.language))
  const next = new URL(request.url).searchParams.get('next')
  return redirect(ownDonorPath(next, paths.donor()), { status: 303, headers })
}

export default function DonorSignInLink() {
  const { t } = useWords()
  const { state } = useLoaderData<typeof loader>()
  const { refusal } = useFormAnswer(useActionData<typeof action>())
  const { language } = usePublicFrame()
  return (
    <main id="main" className="page pt-12 pb-14">
      <h1 className="text-3xl">{t('donor:link.title')}</h1>
      {refusal && (
        <Notice tone="refusal" className="mt-6">
          {refusal}
        </Notice>
      )}
      <p className="measure mt-4 text-l">{t(`donor:link.${state}`)}</p>
      {state === 'ready' ? (
        <form method="post" className="mt-8">
          <Button>{t('donor:link.continue')}</Button>
        </form>
      ) : (
        <LinkButton to={paths.donorSignIn(language)} className="mt-8">
          {t('donor:link.again')}
        </LinkButton>
      )}
    </main>
  )
}
