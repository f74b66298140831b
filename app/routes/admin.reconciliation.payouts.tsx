import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useDay } from '#app/components/bank/use-day.ts'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { useWords } from '#app/components/words.ts'
import {
  carriedBy,
  type DividedPart,
  dividedOver,
  type ListedPayout,
  listPayouts,
} from '#app/domain/bank/reads/list-payouts.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['at-bank', 'reconciliation'],
  title: (t) => t('reconciliation:page.payouts'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'reconciliation:read')
  const { searchParams } = new URL(request.url)
  const after = searchParams.get('after')
  const of = searchParams.get('of')
  const { timezone } = await organization()
  return {
    ...(await listPayouts({ staff, after })),
    ...{
      timezone,
      isFirst: after === null,
      of,
      carried: of ? await carriedBy({ payoutId: of, fundIds: staff.fundIds }) : null,
    },
    divided: of
      ? await dividedOver({ payoutId: of, fundIds: staff.fundIds, language: context.language })
      : [],
  }
}

/** From Stripe's balance to the bank: each payout, what it carries, and the line that says it came. */
export default function Payouts() {
  const { t } = useWords()
  const { payouts, older, timezone, isFirst, of, carried, divided } = useLoaderData<typeof loader>()
  const { money, minute } = useFormats(timezone)
  const columns = useColumns(timezone)
  return (
    <div className="grid gap-6">
      <header className="grid gap-2">
        <Link to={paths.reconciliation()} className="inline-block py-1 text-s">
          {t('reconciliation:title')}
        </Link>
        <h1 className="text-2xl">{t('reconciliation:page.payouts')}</h1>
        <p className="measure text-quiet">{t('reconciliation:payouts.lead')}</p>
      </header>
      {of && carried && carried.count + carried.others.count > 0 && (
        <section aria-labelledby="carried" className="grid gap-2">
          <h2 id="carried" className="text-l">
            {t('reconciliation:carried.title')} <code dir="ltr">{of}</code>
          </h2>
          {carried.count > carried.movements.length && (
            <p className="measure">
              {t('reconciliation:carried.first', {
                ...{ shown: carried.movements.length, count: carried.count },
              })}
            </p>
          )}
          {carried.others.count > 0 && (
            <p className="measure">
              {t('reconciliation:carried.others', {
                ...{ count: carried.others.count, amount: money(carried.others.cents) },
              })}
            </p>
          )}
          <DataTable
            caption={t('reconciliation:carried.title')}
            captionHidden
            rows={carried.movements}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'id',
                header: t('reconciliation:column.txn'),
                names: true,
                cell: ({ id }) => (
                  <code dir="ltr" className="break-all text-s font-normal">
                    {id}
                  </code>
                ),
              },
              {
                key: 'type',
                header: t('reconciliation:column.type'),
                cell: ({ type }) => <code dir="ltr">{type}</code>,
              },
              {
                key: 'at',
                header: t('reconciliation:column.day'),
                cell: ({ createdAt }) => minute(createdAt),
              },
              {
                key: 'fee',
                header: t('reconciliation:column.fee'),
                align: 'end',
                cell: ({ feeCents }) => money(feeCents),
              },
              {
                key: 'net',
                header: t('reconciliation:column.net'),
                align: 'end',
                cell: ({ netCents }) => money(netCents),
              },
            ]}
          />
        </section>
      )}
      {of && divided.length > 0 && <Divided of={of} parts={divided} timezone={timezone} />}
      {payouts.length === 0 ? (
        <EmptyState title={t('reconciliation:payouts.none.title')}>
          {t('reconciliation:payouts.none')}
        </EmptyState>
      ) : (
        <DataTable
          caption={t('reconciliation:page.payouts')}
          captionHidden
          columns={columns}
          rows={payouts}
          rowKey={({ id }) => id}
        />
      )}
      <Pagination
        first={isFirst ? null : paths.payouts()}
        next={older && `${paths.payouts()}?${new URLSearchParams({ after: older })}`}
      />
    </div>
  )
}

type DividedProps = { of: string; parts: DividedPart[]; timezone: string }

/** What Stripe could not say, and we decided: each fund's part of a payout that was made by hand. */
function Divided({ of, parts, timezone }: DividedProps) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  return (
    <section aria-labelledby="divided" className="grid gap-2">
      <h2 id="divided" className="text-l">
        {t('reconciliation:divided.title')} <code dir="ltr">{of}</code>
      </h2>
      <p className="measure text-s text-quiet">{t('reconciliation:divided.lead')}</p>
      <DataTable
        caption={t('reconciliation:divided.title')}
        captionHidden
        rows={parts}
        rowKey={({ fundId }) => fundId ?? 'others'}
        columns={[
          {
            key: 'fund',
            header: t('reconciliation:column.fund'),
            names: true,
            cell: ({ fundId, fund }) => (fundId ? fund : t('reconciliation:divided.others')),
          },
          {
            key: 'part',
            header: t('reconciliation:column.part'),
            align: 'end',
            cell: ({ cents }) => money(cents),
          },
        ]}
      />
    </section>
  )
}

function useColumns(timezone: string): Column<ListedPayout>[] {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  const lineDay = useDay(timezone)
  return [
    {
      key: 'id',
      header: t('reconciliation:column.payout'),
      names: true,
      cell: ({ id, carried, automatic, state }) =>
        carried > 0n || (!automatic && state !== 'not_divided') ? (
          <Link to={paths.payout(id)} className="inline-block break-all py-1">
            <code dir="ltr" className="text-s">
              {id}
            </code>
          </Link>
        ) : (
          <code dir="ltr" className="break-all text-s">
            {id}
          </code>
        ),
    },
    {
      key: 'day',
      header: t('reconciliation:column.day'),
      whole: true,
      cell: ({ createdAt }) => day(createdAt),
    },
    {
      key: 'carried',
      header: t('reconciliation:column.carried'),
      cell: ({ carried, carriedCents, automatic, state }) =>
        carriedCents === null
          ? automatic || state === 'not_divided'
            ? ''
            : t('reconciliation:payout.by_hand')
          : t('reconciliation:payout.carried', { count: Number(carried), amount: money(carriedCents) }),
    },
    {
      key: 'state',
      header: t('reconciliation:column.state'),
      prose: true,
      cell: ({ state, arrivedAt, line }) => (
        <>
          {t(`reconciliation:payout.${state}`, {
            ...{ arrived: arrivedAt ? day(arrivedAt) : '', line: line ? lineDay(line.day) : '' },
          })}{' '}
          {line && (
            <Link to={paths.bankMatch(line.matchId)} className="inline-block py-0.5">
              {t('at-bank:line')}
            </Link>
          )}
        </>
      ),
    },
    {
      key: 'amount',
      header: t('reconciliation:column.amount'),
      align: 'end',
      cell: ({ amountCents }) => money(amountCents),
    },
  ]
}
