import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { SearchSection } from '#app/components/search-section.tsx'
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
  const to = useKeepingFund(paths.donors())
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('donors:record.list.title')}</h1>
        <p className="measure text-quiet">{t('donors:record.list.lead')}</p>
      </div>
      <SearchSection
        path={paths.donors()}
        say={(text, values) => t(`donors:record.search.${text}`, values)}
        answer={answer}
        found={answer && 'found' in answer ? answer.found : null}
        table={(rows, caption) => <DonorTable caption={caption} donors={rows} timezone={timezone} />}
      />
      {rows.length > 0 ? (
        <DonorTable caption={t('donors:record.list.title')} donors={rows} timezone={timezone} />
      ) : (
        <EmptyState title={t('donors:record.none.title')}>{t('donors:record.none')}</EmptyState>
      )}
      <Pagination first={isFirst ? null : to()} next={next && to({ after: next })} />
    </div>
  )
}
