import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { Button, LinkButton } from '#app/components/button.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { confirmEmailChange } from '#app/domain/donor-area/settings/confirm-email-change.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { title: (t) => t('donor:email.title') }
export const headers = () => ({ ...noStore(), 'X-Robots-Tag': 'noindex' })

/** Looking confirms nothing: mail scanners follow links. */
export const loader = (_: LoaderFunctionArgs) => ({})

export async function action({ params }: ActionFunctionArgs) {
  const outcome = await orRefusal(confirmEmailChange({ token: params.token ?? '' }))
  return outcome.ok ? data({ changed: true as const }) : outcome.response
}

export default function ConfirmEmail() {
  const { t } = useWords()
  const answer = useActionData<typeof action>()
  const { refusal } = useFormAnswer(answer)
  const { language } = usePublicFrame()
  const changed = answer !== undefined && 'changed' in answer
  return (
    <main id="main" className="page pt-12 pb-14">
      <h1 className="text-3xl">{t(changed ? 'donor:email.done.title' : 'donor:email.title')}</h1>
      {refusal && (
        <Notice tone="refusal" className="mt-6">
          {refusal}
        </Notice>
      )}
      <p className="measure mt-4 text-l" role={changed ? 'status' : undefined}>
        {t(changed ? 'donor:email.done' : 'donor:email.lead')}
      </p>
      {changed ? (
        <LinkButton to={paths.donorSignIn(language)} className="mt-8">
          {t('donor:email.sign_in')}
        </LinkButton>
      ) : (
        <form method="post" className="mt-8">
          <Button>{t('donor:email.confirm')}</Button>
        </form>
      )}
    </main>
  )
}
