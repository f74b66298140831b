import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import { type BoxRow, cashPage, type OpenAdvanceRow } from '#app/domain/cash/reads/cash-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { hydrate: true, words: ['cash'], title: (t) => t('cash:title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'cash:read')
  const page = await cashPage({ staff: { ...staff, language: context.language } })
  const { timezone } = await organization()
  return { ...page, timezone, mayHandle: fundsWhere(staff, 'cash:handle').length > 0 }
}

export default function Cash() {
  const { t } = useWords()
  const { boxes, advances, timezone, mayHandle } = useLoaderData<typeof loader>()
  const advanceColumns = useAdvanceColumns(timezone)
  const boxColumns = useBoxColumns(timezone)
  return (
    <div className="grid gap-8">
      <div className="grid justify-items-start gap-3">
        <h1 className="text-2xl">{t('cash:title')}</h1>
        <p className="measure text-quiet">{t('cash:lead')}</p>
        {mayHandle && (
          <LinkButton to={paths.signOutCash()} className="no-print">
            {t('cash:out.title')}
          </LinkButton>
        )}
        <Link to={paths.expenses()} className="no-print inline-block py-1">
          {t('cash:expenses.link')}
        </Link>
      </div>
      <section className="grid gap-3">
        <h2 className="text-xl">{t('cash:advances.title')}</h2>
        {advances.length > 0 ? (
          <DataTable
            caption={t('cash:advances.title')}
            captionHidden
            rows={advances}
            rowKey={({ id }) => id}
            columns={advanceColumns}
          />
        ) : (
          <EmptyState title={t('cash:advances.none.title')}>{t('cash:advances.none')}</EmptyState>
        )}
      </section>
      <section className="grid gap-3">
        <h2 className="text-xl">{t('cash:boxes.title')}</h2>
        <DataTable
          caption={t('cash:boxes.title')}
          captionHidden
          rows={boxes}
          rowKey={({ fundId }) => fundId}
          columns={boxColumns}
        />
      </section>
    </div>
  )
}

function useAdvanceColumns(timezone: string): Column<OpenAdvanceRow>[] {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  return [
    {
      key: 'poster',
      header: t('cash:column.poster'),
      names: true,
      cell: ({ id, poster }) => (
        <Link to={paths.advance(id)} className="inline-block py-0.5">
          {poster}
        </Link>
      ),
    },
    { key: 'left', header: t('cash:column.left'), align: 'end', cell: ({ leftCents }) => money(leftCents) },
    {
      key: 'amount',
      header: t('cash:column.amount'),
      align: 'end',
      cell: ({ amountCents }) => money(amountCents),
    },
    { key: 'since', header: t('cash:column.since'), cell: ({ occurredAt }) => minute(occurredAt) },
    {
      key: 'due',
      header: t('cash:column.due'),
      cell: ({ dueBackAt, isOverdue }) => {
        if (!dueBackAt) return <StateMark progress="waiting">{t('cash:advance.waiting')}</StateMark>
        if (!isOverdue) return minute(dueBackAt)
        return (
          <StateMark progress="lost" sentence>
            {t('cash:advance.overdue', { date: minute(dueBackAt) })}
          </StateMark>
        )
      },
    },
    { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundName }) => fundName },
  ]
}

function useBoxColumns(timezone: string): Column<BoxRow>[] {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  return [
    {
      key: 'fund',
      header: t('admin:fact.fund'),
      names: true,
      cell: ({ fundId, fundName }) => (
        <Link to={paths.cashBox(fundId)} className="inline-block py-0.5">
          {fundName}
        </Link>
      ),
    },
    { key: 'box', header: t('cash:column.box'), align: 'end', cell: ({ boxCents }) => money(boxCents) },
    { key: 'out', header: t('cash:column.out'), align: 'end', cell: ({ outCents }) => money(outCents) },
    {
      key: 'counted',
      header: t('cash:column.counted'),
      cell: ({ lastCount }) =>
        lastCount ? (
          <>
            {t('cash:counted_by', {
              date: minute(lastCount.at),
              name: lastCount.by,
              witness: lastCount.witness,
            })}
            {lastCount.state !== 'named' && lastCount.state !== 'confirmed' && (
              <StateMark progress="waiting" sentence>
                {t(`cash:last.${lastCount.state}`)}
              </StateMark>
            )}
          </>
        ) : (
          t('cash:never_counted')
        ),
    },
    {
      key: 'open',
      header: t('cash:column.open'),
      cell: ({ openDifferences }) =>
        openDifferences > 0 && (
          <StateMark progress="waiting" sentence>
            {t('cash:differences', { count: openDifferences })}
          </StateMark>
        ),
    },
  ]
}
