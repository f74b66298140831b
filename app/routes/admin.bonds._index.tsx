import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { CaseState } from '#app/components/disbursements/case-state.tsx'
import { Filters } from '#app/components/disbursements/filters.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { useWords } from '#app/components/words.ts'
import { bondGroupNames } from '#app/domain/bonds/bond.ts'
import { type ListedBond, listBonds } from '#app/domain/bonds/reads/list-bonds.server.ts'
import { readCursor } from '#app/domain/disbursements/reads/cursor.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { now } from '#app/platform/clock.ts'

export const handle: PageHandle = { hydrate: true, title: (t) => t('admin:bonds.title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'bonds:read')
  const { searchParams } = new URL(request.url)
  const group = bondGroupNames.find((each) => each === searchParams.get('state')) ?? null
  const fundSlug = searchParams.get('fund') || null
  const after = readCursor(searchParams.get('after'))

  const list = await listBonds({ staff: { ...staff, language: context.language }, group, fundSlug, after })
  const { timezone } = await organization()
  return { ...list, group, fundSlug, isFirst: after === null, timezone, at: now() }
}

export default function Bonds() {
  const { t } = useWords()
  const { rows, next, counts, group, fundSlug, isFirst, timezone, at } = useLoaderData<typeof loader>()
  const columns = useColumns(timezone, at)
  const to = (search: Record<string, string | null>) => {
    const kept = Object.entries({ fund: fundSlug, ...search }).filter(
      (entry): entry is [string, string] => !!entry[1],
    )
    return `${paths.bonds()}?${new URLSearchParams(kept)}`
  }
  return (
    <div className="grid gap-5">
      <h1 className="text-2xl">{t('admin:bonds.title')}</h1>
      <Filters
        label={t('admin:filters.label')}
        filters={[
          { key: 'all', label: t('admin:filters.all'), count: null, to: to({}), current: group === null },
          ...bondGroupNames.map((name) => ({
            key: name,
            label: t(`admin:bonds.group.${name}`),
            count: counts[name],
            to: to({ state: name }),
            current: group === name,
          })),
        ]}
      />
      {rows.length > 0 ? (
        <DataTable
          caption={t('admin:bonds.title')}
          captionHidden
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
        />
      ) : (
        <EmptyState title={t('admin:bonds.none.title')}>{t('admin:bonds.none')}</EmptyState>
      )}
      <Pagination
        first={isFirst ? null : to({ state: group })}
        next={next && to({ state: group, after: next })}
      />
    </div>
  )
}

const day = 24 * 60 * 60 * 1000

function useColumns(timezone: string, at: Date): Column<ListedBond>[] {
  const { t } = useWords()
  const formats = useFormats(timezone)
  const daysOut = ({ postedAt, endedAt }: ListedBond) =>
    Math.max(0, Math.floor(((endedAt ?? at).getTime() - postedAt.getTime()) / day))
  return [
    {
      key: 'case',
      header: t('admin:fact.case'),
      names: true,
      cell: ({ id, caseCode }) => (
        <Link to={paths.bond(id)} className="figures inline-block whitespace-nowrap py-0.5">
          {caseCode}
        </Link>
      ),
    },
    { key: 'state', header: t('admin:fact.state'), cell: ({ state }) => <CaseState state={state} /> },
    {
      key: 'principal',
      header: t('admin:bond.money.posted'),
      align: 'end',
      cell: ({ principalCents }) => formats.money(principalCents),
    },
    {
      key: 'open',
      header: t('admin:bonds.open'),
      align: 'end',
      cell: ({ openCents }) => formats.money(openCents),
    },
    {
      key: 'age',
      header: t('admin:bonds.age'),
      align: 'end',
      cell: (bond) => t('admin:bonds.days', { count: daysOut(bond) }),
    },
    {
      key: 'posted',
      header: t('admin:bonds.posted'),
      cell: ({ postedAt }) => <span className="whitespace-nowrap">{formats.day(postedAt)}</span>,
    },
    { key: 'kind', header: t('admin:fact.kind'), cell: ({ kind }) => t(`admin:kind.${kind}`) },
    { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundName }) => fundName },
  ]
}
