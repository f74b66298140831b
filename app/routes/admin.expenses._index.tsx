import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { LinkButton } from '#app/components/button.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { ExpenseStateMark } from '#app/components/expenses/expense-state-mark.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import {
  type ExpenseDue,
  type ExpenseRow,
  expensesPage,
} from '#app/domain/expenses/reads/expenses-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import type { Language } from '#app/words/languages.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['cash', 'expenses'],
  title: (t) => t('expenses:title'),
}

export const headers = noStore

/** An address that says something else shows all. */
const Wanted = z
  .object({ mine: z.stringbool().default(false), of: z.uuid().optional() })
  .transform(({ mine, of }) => ({ mine, fundId: of }))
  .catch({ mine: false, fundId: undefined })

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'expenses:own')
  const { searchParams } = new URL(request.url)
  const only = Wanted.parse(Object.fromEntries(searchParams))
  const page = await expensesPage({ staff: { ...staff, language: context.language }, only })
  const { timezone } = await organization()
  const fundName = only.fundId && (await fundNameOf(only.fundId, staff, context.language))
  return {
    ...page,
    fundName,
    // Whoever only posts sees their own, and none of the fund's cash.
    isOwnOnly: staff.fundIds.length === 0,
    isMine: only.mine || staff.fundIds.length === 0,
    timezone,
    mayClaim: fundsWhere(staff, 'expenses:claim').length > 0,
  }
}

async function fundNameOf(fundId: string, staff: SignedInStaff, language: Language) {
  if (!fundsWhere(staff, 'expenses:own').includes(fundId)) throw new Response(null, { status: 404 })
  const names = await namesOfFunds({ fundIds: [fundId], language })
  return names.get(fundId) ?? ''
}

export default function Expenses() {
  const { t } = useWords()
  const { open, ended, due, fundName, isOwnOnly, isMine, timezone, mayClaim } = useLoaderData<typeof loader>()
  const columns = useColumns(timezone)
  const dueColumns = useDueColumns()
  return (
    <div className="grid gap-8">
      <div className="grid justify-items-start gap-3">
        {!isOwnOnly && (
          <Link to={paths.cash()} className="inline-block py-1 text-s">
            {t('cash:back_to_cash')}
          </Link>
        )}
        <h1 className="text-2xl">{t(isMine ? 'expenses:mine' : 'expenses:title')}</h1>
        {fundName && <p>{fundName}</p>}
        <p className="measure text-quiet">{t(isOwnOnly ? 'expenses:own.lead' : 'expenses:lead')}</p>
        {mayClaim && (
          <LinkButton to={paths.claimExpense()} className="no-print">
            {t('expenses:new.title')}
          </LinkButton>
        )}
        {!isOwnOnly && (
          <p className="no-print">
            {isMine || fundName ? (
              <Link to={paths.expenses()}>{t('expenses:all')}</Link>
            ) : (
              <Link to={paths.expenses({ mine: true })}>{t('expenses:mine')}</Link>
            )}
          </p>
        )}
      </div>
      <section className="grid gap-3">
        <h2 className="text-xl">{t('expenses:open.title')}</h2>
        {open.length > 0 ? (
          <Rows title={t('expenses:open.title')} rows={open} columns={columns} />
        ) : (
          <EmptyState title={t('expenses:open.none.title')}>
            {t(isOwnOnly ? 'expenses:own.none' : 'expenses:open.none')}
          </EmptyState>
        )}
      </section>
      <section className="grid gap-3">
        <h2 className="text-xl">{t('expenses:due.title')}</h2>
        {due.length > 0 ? (
          <DataTable
            caption={t('expenses:due.title')}
            captionHidden
            rows={due}
            rowKey={({ oldestId }) => oldestId}
            columns={dueColumns}
          />
        ) : (
          <p className="text-quiet">{t('expenses:due.none')}</p>
        )}
      </section>
      {ended.length > 0 && (
        <section className="grid gap-3">
          <h2 className="text-xl">{t('expenses:ended.title')}</h2>
          <Rows title={t('expenses:ended.title')} rows={ended} columns={columns} />
        </section>
      )}
    </div>
  )
}

type RowsProps = { title: string; rows: ExpenseRow[]; columns: Column<ExpenseRow>[] }

const Rows = ({ title, rows, columns }: RowsProps) => (
  <DataTable caption={title} captionHidden rows={rows} rowKey={({ id }) => id} columns={columns} />
)

function useColumns(timezone: string): Column<ExpenseRow>[] {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  return [
    {
      key: 'claimant',
      header: t('expenses:column.claim'),
      names: true,
      cell: ({ id, claimant }) => (
        <Link to={paths.expense(id)} className="inline-block py-0.5">
          {claimant}
        </Link>
      ),
    },
    {
      key: 'total',
      header: t('expenses:column.total'),
      align: 'end',
      cell: ({ totalCents }) => money(totalCents),
    },
    { key: 'lines', header: t('expenses:column.lines'), align: 'end', cell: ({ lineCount }) => lineCount },
    {
      key: 'kind',
      header: t('expenses:column.kind'),
      cell: ({ kind, cardLast4 }) =>
        cardLast4 ? t('expenses:card', { last4: cardLast4 }) : t(`expenses:kind.${kind}`),
    },
    { key: 'since', header: t('expenses:column.since'), cell: ({ occurredAt }) => minute(occurredAt) },
    {
      key: 'state',
      header: t('expenses:column.state'),
      cell: ({ state }) => <ExpenseStateMark state={state} />,
    },
    { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundName }) => fundName },
  ]
}

function useDueColumns(): Column<ExpenseDue>[] {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  return [
    {
      key: 'to',
      header: t('expenses:due.to'),
      names: true,
      cell: ({ oldestId, fundId, person, cardLast4, mayReadCard }) => (
        <Link
          to={cardLast4 && mayReadCard ? paths.card(fundId, cardLast4) : paths.expense(oldestId)}
          className="inline-block py-0.5"
        >
          {cardLast4 ? t('expenses:card', { last4: cardLast4 }) : person}
        </Link>
      ),
    },
    { key: 'cents', header: t('expenses:due.cents'), align: 'end', cell: ({ cents }) => money(cents) },
    { key: 'count', header: t('expenses:due.count'), align: 'end', cell: ({ count }) => count },
    { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundName }) => fundName },
  ]
}
