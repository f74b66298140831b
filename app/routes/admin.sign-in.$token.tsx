import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { Button, LinkButton } from '#app/components/button.tsx'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { lookAtSignInLink } from '#app/domain/staff/links/look-at-sign-in-link.server.ts'
import { redeemSignInLink } from '#app/domain/staff/links/redeem-sign-in-link.server.ts'
import { redirectAfterSignIn } from '#app/http/after-sign-in.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { orRefusal } from '#app/http/respond.ts'
import { visitOf } from '#app/http/visit.ts'

export const handle: PageHandle = { words: ['doors'], title: (t) => t('admin:link.title') }
export const headers = noStore

export async function loader({ params }: LoaderFunctionArgs) {
  return { link: await lookAtSignInLink({ token: params.token ?? '' }) }
}

/** Only a press of the button spends the link: mail scanners and previews follow links by themselves. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const visit = visitOf(request, context.address)
  const typed = (await readForm(request)).get('code')
  const code = typeof typed === 'string' ? typed : undefined
  const outcome = await orRefusal(redeemSignInLink({ token: params.token ?? '', visit, code }))
  if (!outcome.ok) return outcome.response
  // Someone without a passkey or an authenticator is led to set one up first.
  return redirectAfterSignIn(request, outcome.value.sessionId, paths.admin())
}

export default function SignInLink() {
  const { t } = useWords()
  const { link } = useLoaderData<typeof loader>()
  const { refusal, errorOf } = useFormAnswer(useActionData<typeof action>())
  const busy = useNavigation().state !== 'idle'

  return (
    <div className="grid max-w-[34rem] gap-6">
      <h1 className="text-2xl">{t('admin:link.title')}</h1>
      {refusal && <Notice tone="refusal">{refusal}</Notice>}
      {link.state === 'ready' ? (
        <>
          <p className="measure">{t(leads[link.purpose] ?? 'admin:link.demonstration')}</p>
          <Form method="post" className="grid justify-items-start gap-4">
            {link.purpose === 'recovery' && (
              <Field
                name="code"
                label={t('doors:recovery.code')}
                hint={t('doors:recovery.enrol_code')}
                autoComplete="off"
                autoCapitalize="characters"
                spellCheck={false}
                maxLength={20}
                dir="ltr"
                required
                error={errorOf('code')}
                className="figures max-w-[14rem] [&_input]:text-xl"
              />
            )}
            <Button disabled={busy}>{t('admin:link.continue', { name: link.name })}</Button>
          </Form>
          <p className="text-s text-quiet">{t('admin:link.not_you')}</p>
        </>
      ) : (
        <>
          <p className="measure">{t(`admin:link.${link.state}`)}</p>
          <p>
            <LinkButton to={paths.signIn()}>{t('admin:link.to_sign_in')}</LinkButton>
          </p>
        </>
      )}
    </div>
  )
}

/** What pressing the button does, by what the link is for. */
const leads: Record<string, string> = {
  enrol: 'admin:link.enrol',
  recovery: 'doors:recovery.enrol',
  recovery_by_host: 'doors:recovery.enrol',
}
