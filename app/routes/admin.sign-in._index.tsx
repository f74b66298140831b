import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { z } from 'zod'
import { askPasskey } from '#app/components/ask-passkey.ts'
import { Button } from '#app/components/button.tsx'
import { CodeInput } from '#app/components/code-input.tsx'
import { Field, FieldError } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { PasskeyAnswer } from '#app/components/passkey-answer.tsx'
import { useHydrated } from '#app/components/use-hydrated.ts'
import { useWords } from '#app/components/words.ts'
import { ownLineField } from '#app/domain/disbursements/fields.ts'
import { finishPasskeySignIn } from '#app/domain/staff/passkeys/finish-passkey-sign-in.server.ts'
import { signInWithTotp } from '#app/domain/staff/totp/sign-in-with-totp.server.ts'
import { redirectAfterSignIn } from '#app/http/after-sign-in.ts'
import { noStore } from '#app/http/no-store.ts'
import { ownStaffPath } from '#app/http/own-path.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { staffOf } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { visitOf } from '#app/http/visit.ts'

export const handle: PageHandle = { title: (t) => t('admin:signIn.title') }
export const headers = noStore

const ByPasskey = z.object({
  intent: z.literal('passkey'),
  challengeId: z.uuid(),
  passkey: z.string().min(1, 'passkey_not_asked').max(16_384),
})

const ByCode = z.object({
  intent: z.literal('code'),
  email: ownLineField.min(1, 'email_empty').max(254, 'email_too_long'),
  code: z.string().min(1).max(20),
})

export async function loader({ request, context }: LoaderFunctionArgs) {
  if (await staffOf(request)) throw redirect(nextOf(request))
  return { demonstration: context.mode === 'demonstration' }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = visitOf(request, context.address)
  const formData = await request.formData()

  if (formData.get('intent') === 'passkey') {
    const form = parseForm(formData, ByPasskey)
    if (!form.ok) return invalid(form)
    const { challengeId, passkey } = form.value
    const outcome = await orRefusal(finishPasskeySignIn({ challengeId, answer: passkey, visit }), form.values)
    if (!outcome.ok) return outcome.response
    return redirectAfterSignIn(request, outcome.value.sessionId, nextOf(request))
  }

  const form = parseForm(formData, ByCode)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(signInWithTotp({ ...form.value, visit }), form.values)
  if (!outcome.ok) return outcome.response
  return redirectAfterSignIn(request, outcome.value.sessionId, nextOf(request))
}

const nextOf = (request: Request) =>
  ownStaffPath(new URL(request.url).searchParams.get('next'), paths.admin())

export default function SignIn() {
  const { t } = useWords()
  const { demonstration } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const passkey = useFormAnswer(answer, 'passkey')
  const code = useFormAnswer(answer, 'code')
  const hydrated = useHydrated()
  const busy = useNavigation().state !== 'idle'

  return (
    <div className="grid max-w-[34rem] gap-8">
      <div>
        <h1 className="text-2xl">{t('admin:signIn.title')}</h1>
        <p className="mt-2 text-quiet">{t('admin:signIn.lead')}</p>
      </div>

      <Form method="post" className="grid gap-3">
        <input type="hidden" name="intent" value="passkey" />
        <Button className="justify-self-start" disabled={busy || !hydrated}>
          {t('admin:signIn.passkey')}
        </Button>
        <p className="text-s text-quiet">{t('admin:signIn.passkey_hint')}</p>
        <PasskeyAnswer ask={() => askPasskey(paths.signInPasskey())} />
        <FieldError id="passkey" error={passkey.errorOf('passkey') ?? passkey.refusal} />
      </Form>

      <Form method="post" className="grid gap-4 border-t border-hairline pt-6">
        <h2 className="text-l">{t('admin:signIn.code_title')}</h2>
        <input type="hidden" name="intent" value="code" />
        <Field
          name="email"
          type="email"
          label={t('admin:signIn.email')}
          autoComplete="username"
          required
          defaultValue={code.valueOf('email')}
          error={code.errorOf('email')}
        />
        <CodeInput
          name="code"
          label={t('admin:signIn.code')}
          hint={t('admin:signIn.code_hint')}
          error={code.errorOf('code') ?? code.refusal}
        />
        <Button tone="outline" className="justify-self-start" disabled={busy}>
          {t('admin:signIn.send')}
        </Button>
      </Form>

      <p className="measure text-s text-quiet">{t('admin:signIn.trouble')}</p>
      {demonstration && (
        <Notice tone="demonstration" title={t('admin:signIn.demonstration_title')}>
          {t('admin:signIn.demonstration')}
        </Notice>
      )}
    </div>
  )
}
