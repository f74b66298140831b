import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import { type ListedStanding, listStandings } from '#app/domain/forecast/list-standings.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['forecast'],
  title: (t) => t('forecast:funds.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'funds:read')
  const funds = await listStandings({
    fundIds: fundsWhere(staff, 'funds:read'),
    language: context.language,
  })
  const { timezone } = await organization()
  return { funds, timezone }
}

export default function Funds() {
  const { t } = useWords()
  const { funds, timezone } = useLoaderData<typeof loader>()
  const columns = useColumns(timezone)
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('forecast:funds.title')}</h1>
        <p className="measure text-quiet">{t('forecast:funds.lead')}</p>
      </div>
      {funds.length > 0 ? (
        <DataTable
          caption={t('forecast:funds.title')}
          captionHidden
          columns={columns}
          rows={funds}
          rowKey={({ id }) => id}
        />
      ) : (
        <EmptyState title={t('forecast:funds.none.title')}>{t('forecast:funds.none')}</EmptyState>
      )}
    </div>
  )
}

function useColumns(timezone: string): Column<ListedStanding>[] {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  return [
    {
      key: 'fund',
      header: t('forecast:column.fund'),
      names: true,
      cell: ({ id, name }) => (
        <Link to={paths.fundForecast(id)} className="inline-block py-0.5">
          {name}
        </Link>
      ),
    },
    {
      key: 'state',
      header: t('forecast:column.state'),
      cell: ({ state }) => (
        <StateMark progress={state === 'open' ? 'done' : 'waiting'}>{t(`public:state.${state}`)}</StateMark>
      ),
    },
    {
      key: 'free',
      header: t('forecast:free'),
      align: 'end',
      cell: ({ freeCents }) => money(freeCents),
    },
    {
      key: 'arriving',
      header: t('forecast:arriving'),
      align: 'end',
      cell: ({ atStripeCents, inTransitCents }) => money(atStripeCents + inTransitCents),
    },
    {
      key: 'out',
      header: t('forecast:out'),
      align: 'end',
      cell: ({ outOnBondsCents }) => money(outOnBondsCents),
    },
    {
      key: 'due',
      header: t('forecast:due'),
      align: 'end',
      cell: ({ dueBackCents }) => money(dueBackCents),
    },
  ]
}
