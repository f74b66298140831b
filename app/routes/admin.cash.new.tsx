import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { SignOutForm } from '#app/components/cash/sign-out-form.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { signOutForm } from '#app/domain/cash/forms.ts'
import { signOutChoices } from '#app/domain/cash/reads/sign-out-choices.server.ts'
import { signOutAdvance } from '#app/domain/cash/sign-out-advance.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { hydrate: true, words: ['cash'], title: (t) => t('cash:out.title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'cash:handle')
  const wanted = z.uuid().safeParse(new URL(request.url).searchParams.get('for'))
  const choices = await signOutChoices({
    staff: { ...staff, language: context.language },
    disbursementId: wanted.success ? wanted.data : null,
  })
  return { choices }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'cash:handle')
  const { timezone } = await organization()
  const form = parseForm(await request.formData(), signOutForm(timezone))
  if (!form.ok) return invalid(form)
  if (!staff.fundIds.includes(form.value.fundId)) throw new Response(null, { status: 404 })

  const outcome = await orRefusal(signOutAdvance({ staff, ...form.value }), form.values)
  return outcome.ok ? redirect(paths.advance(outcome.value.advanceId), 303) : outcome.response
}

export default function SignOut() {
  const { t } = useWords()
  const { choices } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? undefined
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <Link to={paths.cash()} className="inline-block py-1 text-s">
          {t('cash:back_to_cash')}
        </Link>
        <h1 className="text-2xl">{t('cash:out.title')}</h1>
        <p className="measure text-quiet">{t('cash:out.lead')}</p>
      </div>
      <SignOutForm choices={choices} answer={answer} />
    </div>
  )
}
