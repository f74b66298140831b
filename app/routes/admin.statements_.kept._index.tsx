import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { useWords } from '#app/components/words.ts'
import { type KeptReceiptRow, listKeptReceipts } from '#app/domain/kept-receipts/list-kept-receipts.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['statements'],
  title: (t) => t('statements:kept.title'),
}

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'kept-receipts:open')
  const asked = new URL(request.url).searchParams.get('before') ?? ''
  const before = /^\d{1,18}$/.test(asked) ? BigInt(asked) : null
  const { timezone } = await organization()
  const list = await listKeptReceipts({ fundIds: fundsWhere(staff, 'kept-receipts:open'), before })
  return { ...list, isFirst: before === null, timezone }
}

/** Which receipts are kept whose donors were erased: by number and day, and nothing of whoever gave. */
export default function KeptReceipts() {
  const { t } = useWords()
  const { rows, next, isFirst, timezone } = useLoaderData<typeof loader>()
  const { day } = useFormats(timezone)
  // The term ends with a day, wherever its reader is.
  const { day: lastDay } = useFormats('UTC')
  return (
    <div className="grid gap-6">
      <header className="grid gap-2">
        <Link to={paths.statements()} className="inline-block py-1 text-s">
          {t('statements:title')}
        </Link>
        <h1 className="text-2xl">{t('statements:kept.title')}</h1>
        <p className="measure text-quiet">{t('statements:kept.lead')}</p>
      </header>
      {rows.length === 0 ? (
        <EmptyState title={t('statements:kept.none.title')}>{t('statements:kept.none')}</EmptyState>
      ) : (
        <DataTable
          caption={t('statements:kept.title')}
          columns={[
            {
              ...{ key: 'number', header: t('statements:kept.number'), names: true },
              cell: ({ paymentId, number }: KeptReceiptRow) => (
                <Link to={paths.keptReceipt(paymentId)} className="inline-block py-1">
                  {String(number)}
                </Link>
              ),
            },
            {
              ...{ key: 'given', header: t('statements:kept.given') },
              cell: ({ givenAt }) => day(givenAt),
            },
            {
              ...{ key: 'until', header: t('statements:kept.until') },
              cell: ({ keptUntil }) => lastDay(keptUntil),
            },
          ]}
          rows={rows}
          rowKey={({ paymentId }) => paymentId}
        />
      )}
      <Pagination
        first={isFirst ? null : paths.keptReceipts()}
        next={next === null ? null : `${paths.keptReceipts()}?before=${next}`}
      />
    </div>
  )
}
