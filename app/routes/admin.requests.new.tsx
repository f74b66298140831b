import { randomUUID } from 'node:crypto'
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { EntryFields } from '#app/components/requests/entry-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { entryChoices } from '#app/domain/intake/entry-choices.server.ts'
import { enterRequest } from '#app/domain/requests/enter-request.server.ts'
import { EntryForm } from '#app/domain/requests/forms.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { hydrate: true, words: ['intake'], title: (t) => t('intake:entry.title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'requests:work')
  const fundIds = fundsWhere(staff, 'requests:work')
  return { funds: await entryChoices({ staff, fundIds, language: context.language }), token: randomUUID() }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'requests:work')

  const form = parseForm(await readForm(request), EntryForm)
  if (!form.ok) return invalid(form)

  const { fundId, token, source, partnerId, sameAsCase, ...answers } = form.value
  const entered = enterRequest({ staff, fundId, token, source, partnerId, sameAsCase, form: answers })
  const outcome = await orRefusal(entered, form.values)
  return outcome.ok ? redirect(paths.request(outcome.value.requestId)) : outcome.response
}

export default function NewRequest() {
  const { t } = useWords()
  const { funds, token } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  return (
    <div className="grid gap-5">
      <header>
        <Link to={paths.requests()} className="inline-block py-1 text-s">
          {t('intake:back')}
        </Link>
        <h1 className="text-2xl">{t('intake:entry.title')}</h1>
        <p className="measure text-quiet">{t('intake:entry.lead')}</p>
      </header>
      {funds.length === 0 ? (
        <EmptyState title={t('intake:entry.no_fund.title')}>{t('intake:entry.no_fund')}</EmptyState>
      ) : (
        <ActForm action={paths.newRequest()} refusal={entries.refusal} submit={t('intake:entry.submit')}>
          {/* The same showing of the form keeps its token, so that pressing twice enters one request. */}
          <input type="hidden" name="token" value={entries.value('token', token)} />
          <EntryFields entries={entries} funds={funds} />
        </ActForm>
      )}
    </div>
  )
}
