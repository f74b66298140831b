import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { NewAuthenticator } from '#app/components/new-authenticator.tsx'
import { NewPasskey } from '#app/components/new-passkey.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { beginPasskeyRegistration } from '#app/domain/staff/passkeys/begin-passkey-registration.server.ts'
import { hasFactor } from '#app/domain/staff/staff.ts'
import { beginTotpEnrolment } from '#app/domain/staff/totp/begin-totp-enrolment.server.ts'
import { keepFactor } from '#app/http/keep-factor.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireEnrolling } from '#app/http/require-staff.ts'
import { orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { title: (t) => t('admin:enrol.title') }
export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireEnrolling(request)
  if (hasFactor(staff)) throw redirect(paths.account())
  return { name: staff.name }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireEnrolling(request)
  if (hasFactor(staff)) throw redirect(paths.account())
  const formData = await request.formData()

  const intent = formData.get('intent')
  if (intent === 'begin-passkey') {
    const begun = await orRefusal(beginPasskeyRegistration({ staffId: staff.id }))
    return begun.ok ? data({ passkey: begun.value }) : begun.response
  }
  if (intent === 'begin-totp') {
    const begun = await orRefusal(beginTotpEnrolment({ staffId: staff.id }))
    return begun.ok ? data({ authenticator: begun.value }) : begun.response
  }

  const kept = await keepFactor(staff, formData)
  if (kept.ok) return redirect(paths.admin())
  return kept.response
}

export default function Enrol() {
  const { t } = useWords()
  const { name } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const passkey = useFormAnswer(answer, 'finish-passkey')
  const authenticator = useFormAnswer(answer, 'confirm-totp')
  const { refusal } = useFormAnswer(answer)

  if (answer && 'passkey' in answer && answer.passkey) {
    return <NewPasskey begun={answer.passkey} answer={passkey} />
  }
  if (answer && 'authenticator' in answer && answer.authenticator) {
    return <NewAuthenticator begun={answer.authenticator} answer={authenticator} />
  }
  return (
    <div className="grid max-w-[40rem] gap-8">
      <div>
        <h1 className="text-2xl">{t('admin:enrol.title')}</h1>
        <p className="measure mt-2">{t('admin:enrol.lead', { name })}</p>
      </div>
      {(refusal ?? passkey.errorOf('passkey')) && (
        <Notice tone="refusal">{refusal ?? passkey.errorOf('passkey')}</Notice>
      )}
      <Form method="post" className="grid gap-3">
        <h2 className="text-l">{t('admin:enrol.passkey_title')}</h2>
        <p className="measure">{t('admin:enrol.passkey')}</p>
        <input type="hidden" name="intent" value="begin-passkey" />
        <Button className="justify-self-start">{t('admin:enrol.passkey_begin')}</Button>
      </Form>
      <Form method="post" className="grid gap-3 border-t border-hairline pt-6">
        <h2 className="text-l">{t('admin:enrol.authenticator_title')}</h2>
        <p className="measure">{t('admin:enrol.authenticator')}</p>
        <input type="hidden" name="intent" value="begin-totp" />
        <Button tone="outline" className="justify-self-start">
          {t('admin:enrol.authenticator_begin')}
        </Button>
      </Form>
    </div>
  )
}
