import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { EnvelopeStage } from '#app/components/envelopes/envelope-stage.tsx'
import { HoursLeft } from '#app/components/envelopes/hours-left.tsx'
import { NightPicture } from '#app/components/envelopes/night-picture.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { type ListedEnvelope, listEnvelopes } from '#app/domain/envelopes/reads/list-envelopes.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { now } from '#app/platform/clock.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['envelope'],
  title: (t) => t('envelope:list.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:read')
  const rows = await listEnvelopes({ staff: { ...staff, language: context.language } })
  const { timezone } = await organization()
  const mayPropose = fundsWhere(staff, 'disbursements:propose').length > 0
  return { rows, timezone, mayPropose, now: now() }
}

export default function Envelopes() {
  const { t } = useWords()
  const { rows, timezone, mayPropose, now } = useLoaderData<typeof loader>()
  const tonight = rows.filter(({ stage }) => stage === 'open' || stage === 'frozen')
  const others = rows.filter((row) => !tonight.includes(row))
  const plan = mayPropose && <LinkButton to={paths.newEnvelope()}>{t('envelope:list.new')}</LinkButton>
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl">{t('envelope:list.title')}</h1>
        {plan}
      </div>
      <p className="measure text-quiet">{t('envelope:list.lead')}</p>
      {rows.length === 0 && (
        <EmptyState title={t('envelope:list.none.title')}>{t('envelope:list.none')}</EmptyState>
      )}
      {tonight.map((row) => (
        <Tonight key={row.id} row={row} timezone={timezone} now={now} />
      ))}
      {others.length > 0 && <Others rows={others} timezone={timezone} now={now} />}
    </div>
  )
}

type Shown = { timezone: string; now: Date }

/** One that can be drawn from now: what is left of it, in figures that can be read at a window. */
function Tonight({ row, timezone, now }: Shown & { row: ListedEnvelope }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <article className="grid gap-3 border-t border-hairline pt-4">
      <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
        <h2 className="text-l">
          <Link to={paths.envelope(row.id)} className="inline-block py-0.5">
            {row.fundName}, {minute(row.opensAt)}
          </Link>
        </h2>
        <EnvelopeStage stage={row.stage} />
        <span>
          <HoursLeft {...row} now={now} />
        </span>
      </div>
      <NightPicture
        total={row.totalCents}
        left={row.leftCents}
        bonds={row.bonds}
        bondsLeft={row.bondsLeft}
        timezone={timezone}
      />
      {row.unconfirmed > 0 && <p>{t('envelope:list.unconfirmed', { count: row.unconfirmed })}</p>}
    </article>
  )
}

function Others({ rows, timezone, now }: Shown & { rows: ListedEnvelope[] }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const columns: Column<ListedEnvelope>[] = [
    {
      key: 'opens',
      header: t('envelope:fact.opens'),
      names: true,
      cell: ({ id, opensAt }) => (
        <Link to={paths.envelope(id)} className="inline-block py-0.5">
          {minute(opensAt)}
        </Link>
      ),
    },
    { key: 'stage', header: t('admin:fact.state'), cell: ({ stage }) => <EnvelopeStage stage={stage} /> },
    {
      key: 'total',
      header: t('envelope:fact.total'),
      align: 'end',
      cell: ({ totalCents }) => money(totalCents),
    },
    { key: 'used', header: t('envelope:list.used'), align: 'end', cell: ({ usedCents }) => money(usedCents) },
    {
      key: 'unconfirmed',
      header: t('envelope:list.to_confirm'),
      align: 'end',
      cell: ({ unconfirmed }) => unconfirmed,
    },
    { key: 'time', header: t('envelope:list.time'), cell: (row) => <HoursLeft {...row} now={now} /> },
    { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundName }) => fundName },
  ]
  return (
    <section aria-labelledby="others">
      <h2 id="others" className="mb-3 text-l">
        {t('envelope:list.others')}
      </h2>
      <DataTable
        caption={t('envelope:list.others')}
        captionHidden
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
      />
    </section>
  )
}
