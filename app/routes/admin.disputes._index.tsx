import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { BankReason, DisputeStatus } from '#app/components/refunds/dispute-status.tsx'
import { useWords } from '#app/components/words.ts'
import { type ListedDispute, listDisputes } from '#app/domain/disputes/list-disputes.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['refunds'],
  title: (t) => t('refunds:disputes.title'),
}

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'donations:read')
  const { timezone } = await organization()
  return { ...(await listDisputes({ fundIds: fundsWhere(staff, 'donations:read') })), timezone }
}

/** What banks ask back, by the last moment at which an answer counts; below it what was decided. */
export default function Disputes() {
  const { t } = useWords()
  const { open, decided, timezone } = useLoaderData<typeof loader>()
  const columns = useColumns(timezone)
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('refunds:disputes.title')}</h1>
        <p className="measure text-quiet">{t('refunds:disputes.lead')}</p>
      </div>
      {open.length > 0 ? (
        <DataTable
          caption={t('refunds:disputes.open')}
          rows={open}
          rowKey={({ id }) => id}
          columns={columns}
        />
      ) : (
        <EmptyState title={t('refunds:disputes.none.title')}>{t('refunds:disputes.none')}</EmptyState>
      )}
      {decided.length > 0 && (
        <DataTable
          caption={t('refunds:disputes.decided')}
          rows={decided}
          rowKey={({ id }) => id}
          columns={columns.filter(({ key }) => key !== 'due')}
        />
      )}
    </div>
  )
}

function useColumns(timezone: string): Column<ListedDispute>[] {
  const { t } = useWords()
  const { money, minute, day } = useFormats(timezone)
  return [
    {
      key: 'donor',
      header: t('refunds:gifts.donor'),
      names: true,
      cell: ({ id, donorName }) => (
        <Link to={paths.dispute(id)} className="inline-block py-1">
          <bdi className="wrap-anywhere">{donorName}</bdi>
        </Link>
      ),
    },
    {
      key: 'amount',
      header: t('refunds:gifts.amount'),
      align: 'end',
      cell: ({ amountCents }) => money(amountCents),
    },
    {
      key: 'status',
      header: t('refunds:disputes.status'),
      cell: ({ status }) => <DisputeStatus status={status} />,
    },
    {
      key: 'due',
      header: t('refunds:disputes.due'),
      cell: ({ dueBy }) => (dueBy ? minute(dueBy) : null),
    },
    {
      key: 'reason',
      header: t('refunds:disputes.reason'),
      cell: ({ reason }) => <BankReason reason={reason} />,
    },
    {
      key: 'opened',
      header: t('refunds:disputes.opened'),
      whole: true,
      cell: ({ createdAt }) => day(createdAt),
    },
  ]
}
