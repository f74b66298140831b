import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { RemittanceState } from '#app/components/remittances/remittance-state.tsx'
import { useWords } from '#app/components/words.ts'
import { listRemittances } from '#app/domain/remittances/list-remittances.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['remittance'],
  title: (t) => t('remittance:list.title'),
}

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'remittances:read')
  const rows = await listRemittances({ staff })
  return { rows, mayEnter: fundsWhere(staff, 'remittances:enter').length > 0 }
}

export default function Remittances() {
  const { t } = useWords()
  const { rows, mayEnter } = useLoaderData<typeof loader>()
  // A day has no hour: it is the same for every reader.
  const { day, money } = useFormats('UTC')
  const enter = mayEnter && (
    <LinkButton to={paths.newRemittance()} tone="outline">
      {t('remittance:new.title')}
    </LinkButton>
  )
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <Link to={paths.recoveryDesk()} className="inline-block py-1 text-s">
          {t('remittance:list.desk')}
        </Link>
        <h1 className="text-2xl">{t('remittance:list.title')}</h1>
        <p className="measure text-quiet">{t('remittance:list.lead')}</p>
      </div>
      {rows.length === 0 ? (
        <EmptyState title={t('remittance:list.none.title')} next={enter}>
          {t('remittance:list.none')}
        </EmptyState>
      ) : (
        <>
          <div>{enter}</div>
          <DataTable
            caption={t('remittance:list.title')}
            captionHidden
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'reference',
                header: t('remittance:fact.reference'),
                names: true,
                cell: ({ id, reference }) => (
                  <Link to={paths.remittance(id)} className="inline-block py-0.5">
                    {reference}
                  </Link>
                ),
              },
              {
                key: 'payer',
                header: t('remittance:fact.payer'),
                cell: ({ payer }) => t(`remittance:payer.${payer}`),
              },
              {
                key: 'day',
                header: t('remittance:fact.received_on'),
                cell: ({ receivedOn }) => <span className="whitespace-nowrap">{day(receivedOn)}</span>,
              },
              {
                key: 'state',
                header: t('admin:fact.state'),
                cell: ({ state }) => <RemittanceState state={state} />,
              },
              {
                key: 'lines',
                header: t('remittance:fact.lines'),
                align: 'end',
                cell: ({ lines }) => lines,
              },
              {
                key: 'left',
                header: t('remittance:fact.left'),
                align: 'end',
                cell: ({ state, totalCents, placedCents }) =>
                  state === 'open' && money(totalCents - placedCents),
              },
              {
                key: 'total',
                header: t('remittance:fact.total'),
                align: 'end',
                cell: ({ totalCents }) => money(totalCents),
              },
            ]}
          />
        </>
      )}
    </div>
  )
}
