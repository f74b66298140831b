import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Filters } from '#app/components/disbursements/filters.tsx'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { SearchSection } from '#app/components/search-section.tsx'
import { useWords } from '#app/components/words.ts'
import { readCursor } from '#app/domain/disbursements/reads/cursor.ts'
import { giftMarks } from '#app/domain/gifts/gift-mark.ts'
import { GiftSearchForm } from '#app/domain/gifts/gift-search.ts'
import { listGifts, searchGifts } from '#app/domain/gifts/list-gifts.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid } from '#app/http/respond.ts'
import { GiftTable } from './gift-table.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['refunds'],
  title: (t) => t('refunds:gifts.title'),
}

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'donations:read')
  const { searchParams } = new URL(request.url)
  const mark = giftMarks.find((each) => each === searchParams.get('mark')) ?? null
  const fundSlug = searchParams.get('fund') || null
  const after = readCursor(searchParams.get('after'))

  const list = await listGifts({ fundIds: fundsWhere(staff, 'donations:read'), mark, fundSlug, after })
  const { timezone } = await organization()
  return { ...list, mark, fundSlug, isFirst: after === null, timezone }
}

/** A search is posted, so that no address stands in the page's own address. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'donations:read')
  const form = parseForm(await readForm(request), GiftSearchForm)
  if (!form.ok) return invalid(form)

  const found = await searchGifts({ fundIds: fundsWhere(staff, 'donations:read'), typed: form.value.q })
  return data({ refusal: null, values: form.values, errors: {}, found }, { headers: noStore() })
}

export default function Gifts() {
  const { t } = useWords()
  const { rows, next, mark, fundSlug, isFirst, timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const to = (search: Record<string, string | null>) => {
    const kept = Object.entries({ fund: fundSlug, ...search }).filter(
      (entry): entry is [string, string] => !!entry[1],
    )
    return `${paths.gifts()}?${new URLSearchParams(kept)}`
  }
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('refunds:gifts.title')}</h1>
        <p className="measure text-quiet">{t('refunds:gifts.lead')}</p>
      </div>
      <SearchSection
        path={paths.gifts()}
        say={(text, values) => t(`refunds:gifts.search.${text}`, values)}
        answer={answer}
        found={answer && 'found' in answer ? answer.found : null}
        table={(rows, caption) => <GiftTable caption={caption} gifts={rows} timezone={timezone} />}
      />
      <Filters
        label={t('admin:filters.label')}
        filters={[
          {
            key: 'all',
            label: t('refunds:gifts.mark.all'),
            count: null,
            to: to({}),
            current: mark === null,
          },
          ...giftMarks.map((each) => ({
            key: each,
            label: t(`refunds:gifts.mark.${each}`),
            count: null,
            to: to({ mark: each }),
            current: mark === each,
          })),
        ]}
      />
      {rows.length > 0 ? (
        <GiftTable caption={t('refunds:gifts.title')} gifts={rows} timezone={timezone} />
      ) : (
        <EmptyState title={t('refunds:gifts.none.title')}>{t('refunds:gifts.none')}</EmptyState>
      )}
      <Pagination first={isFirst ? null : to({ mark })} next={next && to({ mark, after: next })} />
    </div>
  )
}
