import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { BankReason, DisputeStatus } from '#app/components/refunds/dispute-status.tsx'
import { useWords } from '#app/components/words.ts'
import { isDecided } from '#app/domain/disputes/dispute.ts'
import {
  type ListedDispute,
  type ListedImportedDispute,
  listDisputes,
} from '#app/domain/disputes/list-disputes.server.ts'
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

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'donations:read')
  const { timezone } = await organization()
  const fundIds = fundsWhere(staff, 'donations:read')
  const donorsOf = fundsWhere(staff, 'donors:read')
  return { ...(await listDisputes({ fundIds, donorsOf, language: context.language })), timezone }
}

/** What banks ask back, by the last moment at which an answer counts; below it what was decided. */
export default function Disputes() {
  const { t } = useWords()
  const { open, decided, imported, timezone } = useLoaderData<typeof loader>()
  const { columns, importedColumns } = useColumns(timezone)
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('refunds:disputes.title')}</h1>
        <p className="measure text-quiet">{t('refunds:disputes.lead')}</p>
      </div>
      {open.length > 0 && (
        <DataTable
          caption={t('refunds:disputes.open')}
          rows={open}
          rowKey={({ id }) => id}
          columns={columns}
        />
      )}
      {open.length === 0 && imported.every(({ status }) => isDecided(status)) && (
        <EmptyState title={t('refunds:disputes.none.title')}>{t('refunds:disputes.none')}</EmptyState>
      )}
      {imported.length > 0 && (
        <div className="grid gap-2">
          <DataTable
            caption={t('refunds:disputes.imported')}
            rows={imported}
            rowKey={({ id }) => id}
            columns={importedColumns}
          />
          <p className="measure text-quiet">{t('refunds:disputes.imported.lead')}</p>
        </div>
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

type Shown = Pick<ListedDispute, 'amountCents' | 'status' | 'dueBy' | 'createdAt'> & { reason: string | null }

function useColumns(timezone: string) {
  const { t } = useWords()
  const { money, minute, day } = useFormats(timezone)
  const giver = useGiver()
  const amount: Column<Shown> = {
    key: 'amount',
    header: t('refunds:gifts.amount'),
    align: 'end',
    cell: ({ amountCents }) => money(amountCents),
  }
  const others: Column<Shown>[] = [
    {
      key: 'status',
      header: t('refunds:disputes.status'),
      cell: ({ status }) => <DisputeStatus status={status} />,
    },
    {
      key: 'due',
      header: t('refunds:disputes.due'),
      cell: ({ dueBy, status }) => (dueBy && !isDecided(status) ? minute(dueBy) : null),
    },
    {
      key: 'reason',
      header: t('refunds:disputes.reason'),
      cell: ({ reason }) => reason !== null && <BankReason reason={reason} />,
    },
    {
      key: 'opened',
      header: t('refunds:disputes.opened'),
      whole: true,
      cell: ({ createdAt }) => day(createdAt),
    },
  ]
  const donor: Column<ListedDispute> = {
    key: 'donor',
    header: t('refunds:gifts.donor'),
    names: true,
    cell: ({ id, donorName }) => (
      <Link to={paths.dispute(id)} className="inline-block py-1">
        <bdi className="wrap-anywhere">{donorName}</bdi>
      </Link>
    ),
  }
  return { columns: [donor, amount, ...others], importedColumns: [...giver, amount, ...others] }
}

/** Whose gift it was, and of which fund: what waits leads to the row, since it has no page of its own. */
function useGiver(): Column<ListedImportedDispute>[] {
  const { t } = useWords()
  return [
    {
      key: 'donor',
      header: t('refunds:gifts.donor'),
      names: true,
      cell: ({ id, donorId, donorName }) => {
        const name = <bdi className="wrap-anywhere">{donorName || t('refunds:disputes.nameless')}</bdi>
        const link = donorId && (
          <Link to={paths.donorRecord(donorId)} className="inline-block py-1">
            {name}
          </Link>
        )
        return <span id={id}>{link ?? name}</span>
      },
    },
    { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundName }) => fundName },
  ]
}
