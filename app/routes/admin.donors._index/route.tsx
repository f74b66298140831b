import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { useKeepingFund } from '#app/components/use-keeping-fund.ts'
import { useWords } from '#app/components/words.ts'
import { readCursor } from '#app/domain/disbursements/reads/cursor.ts'
import { DonorSearchForm } from '#app/domain/donor-records/donor-search.ts'
import { listDonors, searchDonors } from '#app/domain/donor-records/list-donors.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid } from '#app/http/respond.ts'
import { DonorTable } from './donor-table.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['donors'],
  title: (t) => t('donors:record.list.title'),
}

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'donors:read')
  const after = readCursor(new URL(request.url).searchParams.get('after'))
  const list = await listDonors({ fundIds: fundsWhere(staff, 'donors:read'), after })
  const { timezone } = await organization()
  return { ...list, isFirst: after === null, timezone }
}

/** A search is posted, so that neither an address nor a name stands in the page's own address. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'donors:read')
  const form = parseForm(await readForm(request), DonorSearchForm)
  if (!form.ok) return invalid(form)

  const found = await searchDonors({ fundIds: fundsWhere(staff, 'donors:read'), typed: form.value.q })
  return data({ refusal: null, values: form.values, errors: {}, found }, { headers: noStore() })
}

export default function Donors() {
  const { t } = useWords()
  const { rows, next, isFirst, timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { valueOf: typed, errorOf } = useFormAnswer(answer)
  const found = answer && 'found' in answer ? answer.found : null
  const to = useKeepingFund(paths.donors())
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('donors:record.list.title')}</h1>
        <p className="measure text-quiet">{t('donors:record.list.lead')}</p>
      </div>
      <section aria-labelledby="find" className="grid gap-3">
        <h2 id="find" className="text-l">
          {t('donors:record.search.title')}
        </h2>
        <ActForm
          action={`${paths.donors()}?index`}
          refusal={null}
          submit={t('donors:record.search.submit')}
          tone="outline"
        >
          <Field
            name="q"
            label={t('donors:record.search.label')}
            hint={t('donors:record.search.hint')}
            defaultValue={typed('q')}
            error={errorOf('q')}
            autoComplete="off"
            maxLength={254}
            required
          />
        </ActForm>
        {found && (
          <div className="grid gap-2" role="status">
            <p>{t('donors:record.search.found', { count: found.rows.length })}</p>
            {found.more && <p className="text-s">{t('donors:record.search.more')}</p>}
          </div>
        )}
        {found && found.rows.length > 0 && (
          <DonorTable caption={t('donors:record.search.title')} donors={found.rows} timezone={timezone} />
        )}
      </section>
      {rows.length > 0 ? (
        <DonorTable caption={t('donors:record.list.title')} donors={rows} timezone={timezone} />
      ) : (
        <EmptyState title={t('donors:record.none.title')}>{t('donors:record.none')}</EmptyState>
      )}
      <Pagination first={isFirst ? null : to()} next={next && to({ after: next })} />
    </div>
  )
}
