import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { type WaitingItem, waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { now } from '#app/platform/clock.ts'

export const handle: PageHandle = { hydrate: true, title: (t) => t('admin:waiting.title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'desk:read')
  // Someone who only posts has a desk of their own; a trustee has none but this.
  const onlyPosts =
    fundsWhere(staff, 'disbursements:read').length === 0 && fundsWhere(staff, 'postings:read').length > 0
  if (onlyPosts) throw redirect(paths.postings())
  const { searchParams } = new URL(request.url)
  const slug = searchParams.get('fund')
  const waiting = await waitingForMe({ staff: { ...staff, language: context.language } })
  const all = slug ? waiting.filter(({ fundSlug }) => fundSlug === slug) : waiting
  const { timezone } = await organization()
  return {
    items: all.slice(0, shownAtMost),
    total: all.length,
    timezone,
    at: now(),
    mayPropose: fundsWhere(staff, 'disbursements:propose').length > 0,
  }
}

/** What is less pressing comes up as these are done. */
const shownAtMost = 100

/** What only this person can move now, sorted by the clock. */
export default function Waiting() {
  const { t } = useWords()
  const { items, total, timezone, at, mayPropose } = useLoaderData<typeof loader>()
  const isOneFund = new Set(items.map(({ fundId }) => fundId)).size === 1
  const columns = useColumns(timezone, at, isOneFund)
  const propose = mayPropose && (
    <LinkButton to={paths.newDisbursement()}>{t('admin:disbursements.new')}</LinkButton>
  )
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl">{t('admin:waiting.title')}</h1>
        {items.length > 0 && propose}
      </div>
      {items.length > 0 ? (
        <div className="grid gap-3">
          <DataTable
            caption={t('admin:waiting.caption', { count: total })}
            columns={columns}
            rows={items}
            rowKey={({ act, to, fundId, dueAt }) => `${act} ${to} ${fundId} ${dueAt?.getTime()}`}
            dense
          />
          {total > items.length && (
            <p className="text-quiet">{t('admin:waiting.more', { count: total - items.length })}</p>
          )}
        </div>
      ) : (
        <EmptyState title={t('admin:waiting.none.title')} next={propose}>
          {t('admin:waiting.none')}
        </EmptyState>
      )}
    </div>
  )
}

function useColumns(timezone: string, at: Date, isOneFund: boolean): Column<WaitingItem>[] {
  const { t } = useWords()
  const { money, due, dueSoon, day } = useFormats(timezone)
  return [
    {
      key: 'act',
      header: t('admin:waiting.act'),
      names: true,
      cell: ({ act, to }) => (
        <Link to={to} className="inline-flex py-0.5">
          {t(`admin:waiting.act.${act}`)}
        </Link>
      ),
    },
    {
      key: 'case',
      header: t('admin:fact.case'),
      whole: true,
      cell: ({ caseCode }) => caseCode && <span className="figures">{caseCode}</span>,
    },
    {
      key: 'amount',
      header: t('admin:fact.total'),
      align: 'end',
      cell: ({ amountCents }) => amountCents !== null && money(amountCents),
    },
    {
      key: 'due',
      header: t('admin:waiting.due'),
      cell: ({ dueAt }) =>
        dueAt && (
          <span className={dueAt < at ? 'text-loss' : ''}>
            <span className="max-sm:hidden">
              {dueAt < at ? t('admin:waiting.late', { date: due(dueAt) }) : due(dueAt)}
            </span>
            <span className="sm:hidden">
              {t(dueAt < at ? 'admin:waiting.late' : 'admin:waiting.by', { date: dueSoon(dueAt) })}
            </span>
          </span>
        ),
    },
    {
      key: 'fund',
      header: t('admin:fact.fund'),
      // On a phone it would only repeat itself.
      lesser: isOneFund,
      cell: ({ fundName }) => fundName,
    },
    {
      key: 'since',
      header: t('admin:waiting.since'),
      whole: true,
      lesser: true,
      cell: ({ since }) => day(since),
    },
  ]
}
