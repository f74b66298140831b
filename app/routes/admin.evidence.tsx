import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { Filters } from '#app/components/disbursements/filters.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { type UnprovedPage, unprovedPage } from '#app/domain/evidence/unproved-bonds.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['papers', 'recovery'],
  title: (t) => t('papers:unproved.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'bonds:read')
  const fundSlug = new URL(request.url).searchParams.get('fund') || null
  const { timezone } = await organization()
  const reader = { ...staff, language: context.language }
  return { ...(await unprovedPage({ staff: reader, timezone, fundSlug })), fundSlug, timezone }
}

/** Every posted bond whose receipt nobody has seen yet, the oldest first. */
export default function Unproved() {
  const { t } = useWords()
  const { rows, funds, fundSlug, timezone } = useLoaderData<typeof loader>()
  const columns = useColumns(timezone)
  const late = rows.filter(({ daysLate }) => daysLate > 0).length
  const filters = [{ slug: '', name: t('admin:filters.all') }, ...funds].map(({ slug, name }) => ({
    key: slug,
    label: name,
    count: null,
    to: `${paths.unproved()}${slug && `?${new URLSearchParams({ fund: slug })}`}`,
    current: slug === (fundSlug ?? ''),
  }))
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('papers:unproved.title')}</h1>
        <p className="measure text-quiet">{t('papers:unproved.lead')}</p>
      </div>
      {funds.length > 1 && <Filters label={t('recovery:desk.funds')} filters={filters} />}
      {rows.length === 0 ? (
        <EmptyState title={t('papers:unproved.none.title')}>{t('papers:unproved.none')}</EmptyState>
      ) : (
        <>
          <p className="font-display text-xl">
            {t('papers:unproved.count', { count: rows.length })} {t('papers:unproved.late', { count: late })}
          </p>
          <DataTable
            caption={t('papers:unproved.title')}
            captionHidden
            rows={rows}
            rowKey={({ id }) => id}
            columns={columns}
          />
        </>
      )}
    </div>
  )
}

function useColumns(timezone: string): Column<UnprovedPage['rows'][number]>[] {
  const { t } = useWords()
  const { money, day, minute } = useFormats(timezone)
  return [
    {
      key: 'case',
      header: t('admin:fact.case'),
      names: true,
      cell: ({ id, caseCode, mayAdd }) => (
        <Link
          to={mayAdd ? paths.bondEvidence(id) : paths.bond(id)}
          className="figures inline-block whitespace-nowrap py-0.5"
        >
          {caseCode}
        </Link>
      ),
    },
    {
      key: 'late',
      header: t('papers:unproved.column.late'),
      cell: ({ daysLate, dueAt }) =>
        daysLate > 0 ? (
          <span className="text-loss">{t('papers:unproved.days', { count: daysLate })}</span>
        ) : (
          t('papers:unproved.due', { date: day(dueAt) })
        ),
    },
    { key: 'by', header: t('papers:unproved.column.by'), cell: ({ poster }) => poster },
    { key: 'at', header: t('papers:unproved.column.at'), cell: ({ postedAt }) => minute(postedAt) },
    {
      key: 'principal',
      header: t('papers:unproved.column.bond'),
      align: 'end',
      cell: ({ principalCents }) => money(principalCents),
    },
    {
      key: 'evidence',
      header: t('papers:unproved.column.evidence'),
      cell: ({ evidence, otherFunds }) => (
        <>
          {t(`papers:unproved.${evidence}`)}
          {otherFunds.length > 0 && (
            <span className="block text-s text-quiet">
              {t('recovery:list.shared_with', { funds: otherFunds.join(', ') })}
            </span>
          )}
        </>
      ),
    },
    { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundNames }) => fundNames.join(', ') },
  ]
}
