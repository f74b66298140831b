import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Button } from '#app/components/button.tsx'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { GiftForm } from '#app/domain/donations/gift-form.ts'
import { askSignInLink } from '#app/domain/donor-area/sign-in/ask-sign-in-link.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { ownDonorPath } from '#app/http/own-path.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { donorOf } from '#app/http/require-donor.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { title: (t) => t('donor:sign_in.title') }
export const headers = () => ({ ...noStore(), 'X-Robots-Tag': 'noindex' })

const AskForm = z.object({ email: GiftForm.shape.email })

export async function loader({ request, context }: LoaderFunctionArgs) {
  if (await donorOf(request)) throw redirect(nextOf(request) || paths.donor())
  return { demonstration: context.mode === 'demonstration' }
}

/** Known or not, the answer is the same: whoever asks learns nothing about who gives. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = parseForm(await readForm(request), AskForm)
  if (!form.ok) return invalid(form)
  const { language, address } = context
  const ask = { email: form.value.email, language, address, next: nextOf(request) }
  const outcome = await orRefusal(askSignInLink(ask), form.values)
  if (!outcome.ok) return outcome.response
  return data({ asked: true as const })
}

const nextOf = (request: Request) => ownDonorPath(new URL(request.url).searchParams.get('next'), '')

export default function DonorSignIn() {
  const { t } = useWords()
  const { demonstration } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const form = useFormAnswer(answer)
  const asked = answer !== undefined && 'asked' in answer

  return (
    <main id="main" className="page pt-12 pb-14">
      <h1 className="text-3xl">{t(asked ? 'donor:sign_in.sent.title' : 'donor:sign_in.title')}</h1>
      <p className="measure mt-4 text-l" role={asked ? 'status' : undefined}>
        {t(asked ? 'donor:sign_in.sent' : 'donor:sign_in.lead')}
      </p>
      {form.refusal && (
        <Notice tone="refusal" className="mt-6">
          {form.refusal}
        </Notice>
      )}
      {!asked && (
        <form method="post" className="mt-8 grid max-w-[30rem] gap-5">
          <Field
            name="email"
            type="email"
            label={t('donor:sign_in.email')}
            hint={t('donor:sign_in.email_hint')}
            autoComplete="email"
            dir="ltr"
            required
            defaultValue={form.valueOf('email')}
            error={form.errorOf('email')}
          />
          <Button className="justify-self-start">{t('donor:sign_in.send')}</Button>
        </form>
      )}
      <p className="measure mt-8 text-s text-quiet">
        {t(asked ? 'donor:sign_in.sent.nothing' : 'donor:sign_in.why')}
      </p>
      {demonstration && (
        <Notice tone="demonstration" className="mt-6">
          {t('donor:sign_in.demonstration')}
        </Notice>
      )}
    </main>
  )
}
