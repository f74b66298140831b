import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { CaseState } from '#app/components/disbursements/case-state.tsx'
import { Filters } from '#app/components/disbursements/filters.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { useWords } from '#app/components/words.ts'
import { readCursor } from '#app/domain/disbursements/reads/cursor.ts'
import {
  type ListedDisbursement,
  listDisbursements,
} from '#app/domain/disbursements/reads/list-disbursements.server.ts'
import { type DisbursementState, disbursementTransitions } from '#app/domain/disbursements/states.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { hydrate: true, title: (t) => t('admin:disbursements.title') }

export const headers = noStore

const states = Object.keys(disbursementTransitions) as DisbursementState[]

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:read')
  const { searchParams } = new URL(request.url)
  const state = states.find((each) => each === searchParams.get('state')) ?? null
  const fundSlug = searchParams.get('fund') || null
  const after = readCursor(searchParams.get('after'))

  const list = await listDisbursements({
    staff: { ...staff, language: context.language },
    state,
    fundSlug,
    after,
  })
  const { timezone } = await organization()
  const mayPropose = fundsWhere(staff, 'disbursements:propose').length > 0
  return { ...list, state, fundSlug, isFirst: after === null, timezone, mayPropose }
}

export default function Disbursements() {
  const { t } = useWords()
  const { rows, older, counts, state, fundSlug, isFirst, timezone, mayPropose } =
    useLoaderData<typeof loader>()
  const columns = useColumns(timezone)
  const to = (search: Record<string, string | null>) => {
    const kept = Object.entries({ fund: fundSlug, ...search }).filter(
      (entry): entry is [string, string] => !!entry[1],
    )
    return `${paths.disbursements()}?${new URLSearchParams(kept)}`
  }
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl">{t('admin:disbursements.title')}</h1>
        {mayPropose && <LinkButton to={paths.newDisbursement()}>{t('admin:disbursements.new')}</LinkButton>}
      </div>
      <Filters
        label={t('admin:filters.label')}
        filters={[
          { key: 'all', label: t('admin:filters.all'), count: null, to: to({}), current: state === null },
          ...states
            .filter((each) => (counts[each] ?? 0) > 0)
            .map((each) => ({
              key: each,
              label: t(`admin:state.${each}`),
              count: counts[each] ?? 0,
              to: to({ state: each }),
              current: state === each,
            })),
        ]}
      />
      {rows.length > 0 ? (
        <DataTable
          caption={t('admin:disbursements.title')}
          captionHidden
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
        />
      ) : (
        <EmptyState
          title={t('admin:disbursements.none.title')}
          next={
            mayPropose && <LinkButton to={paths.newDisbursement()}>{t('admin:disbursements.new')}</LinkButton>
          }
        >
          {t('admin:disbursements.none')}
        </EmptyState>
      )}
      <Pagination first={isFirst ? null : to({ state })} next={older && to({ state, after: older })} />
    </div>
  )
}

function useColumns(timezone: string): Column<ListedDisbursement>[] {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  return [
    {
      key: 'case',
      header: t('admin:fact.case'),
      names: true,
      cell: ({ id, caseCode }) => (
        <Link to={paths.disbursement(id)} className="figures inline-block whitespace-nowrap py-0.5">
          {caseCode}
        </Link>
      ),
    },
    { key: 'state', header: t('admin:fact.state'), cell: ({ state }) => <CaseState state={state} /> },
    {
      key: 'total',
      header: t('admin:fact.total'),
      align: 'end',
      cell: ({ totalCents }) => money(totalCents),
    },
    {
      key: 'purpose',
      header: t('admin:fact.purpose'),
      cell: ({ purposeCode }) => t(`admin:purpose.${purposeCode}`),
    },
    { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundName }) => fundName },
    { key: 'by', header: t('admin:fact.proposed_by'), cell: ({ proposedBy }) => proposedBy },
    {
      key: 'at',
      header: t('admin:fact.proposed_at'),
      cell: ({ proposedAt }) => <span className="whitespace-nowrap">{day(proposedAt)}</span>,
    },
  ]
}
