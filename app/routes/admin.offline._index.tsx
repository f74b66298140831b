import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { BatchState } from '#app/components/offline/batch-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { listBatches } from '#app/domain/offline-gifts/list-batches.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['offline'],
  title: (t) => t('offline:list.title'),
}

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'offline:read')
  const rows = await listBatches({ staff: { fundIds: fundsWhere(staff, 'offline:read') } })
  return { rows, mayEnter: fundsWhere(staff, 'offline:enter').length > 0 }
}

/** Deposits of gifts that came otherwise than by card. */
export default function OfflineBatches() {
  const { t } = useWords()
  const { rows, mayEnter } = useLoaderData<typeof loader>()
  // A day has no hour: it is the same for every reader.
  const { day, money } = useFormats('UTC')
  const open = mayEnter && (
    <LinkButton to={paths.newOfflineBatch()} tone="outline">
      {t('offline:new.title')}
    </LinkButton>
  )
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('offline:list.title')}</h1>
        <p className="measure text-quiet">{t('offline:list.lead')}</p>
      </div>
      {rows.length === 0 ? (
        <EmptyState title={t('offline:list.none.title')} next={open}>
          {t('offline:list.none')}
        </EmptyState>
      ) : (
        <>
          <div>{open}</div>
          <DataTable
            caption={t('offline:list.title')}
            captionHidden
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'reference',
                header: t('offline:fact.reference'),
                names: true,
                cell: ({ id, reference }) => (
                  <Link to={paths.offlineBatch(id)} className="inline-block py-0.5">
                    {reference}
                  </Link>
                ),
              },
              {
                key: 'day',
                header: t('offline:fact.deposited_on'),
                cell: ({ depositedOn }) => <span className="whitespace-nowrap">{day(depositedOn)}</span>,
              },
              {
                key: 'kept',
                header: t('offline:fact.kept_in'),
                cell: ({ keptIn }) => t(`offline:kept_in.${keptIn}`),
              },
              {
                key: 'state',
                header: t('admin:fact.state'),
                cell: ({ state }) => <BatchState state={state} />,
              },
              {
                key: 'pieces',
                header: t('offline:fact.pieces'),
                align: 'end',
                cell: ({ lines, controlPieces }) =>
                  t('offline:list.pieces', { lines: String(lines), pieces: String(controlPieces) }),
              },
              {
                key: 'left',
                header: t('offline:fact.left'),
                align: 'end',
                cell: ({ state, controlCents, enteredCents }) =>
                  state === 'open' && money(controlCents - enteredCents),
              },
              {
                key: 'total',
                header: t('offline:fact.total'),
                align: 'end',
                cell: ({ controlCents }) => money(controlCents),
              },
            ]}
          />
        </>
      )}
    </div>
  )
}
