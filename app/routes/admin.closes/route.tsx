import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { CloseForm } from '#app/domain/transparency/close-form.ts'
import { closesPage } from '#app/domain/transparency/closes-page.server.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { FundSection } from './fund-section.tsx'

export const handle: PageHandle = { hydrate: true, title: (t) => t('admin:closes.title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'closes:read')
  const fundSlug = new URL(request.url).searchParams.get('fund') || null
  const funds = await closesPage({ staff, language: context.language, fundSlug })
  const { timezone } = await organization()
  return { funds, timezone }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'closes:publish')

  const form = parseForm(await request.formData(), CloseForm)
  if (!form.ok) return invalid(form)
  const { fundId, cutAt } = form.value
  if (!staff.fundIds.includes(fundId)) throw new Response(null, { status: 404 })

  const outcome = await orRefusal(makePublicationClose({ staffId: staff.id, fundId, cutAt }), form.values)
  if (!outcome.ok) return outcome.response

  return redirect(`${paths.closes()}#fund-${fundId}`, 303)
}

export default function Closes() {
  const { t } = useWords()
  const { funds, timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <div className="grid gap-5">
      <h1 className="text-2xl">{t('admin:closes.title')}</h1>
      <p className="measure text-quiet">{t('admin:closes.lead')}</p>
      {funds.length === 0 && (
        <EmptyState title={t('admin:closes.none.title')}>{t('admin:closes.none')}</EmptyState>
      )}
      {funds.map((fund) => (
        <FundSection
          key={fund.fundId}
          fund={fund}
          timezone={timezone}
          answer={answer?.values.fundId === fund.fundId ? answer : undefined}
        />
      ))}
    </div>
  )
}
