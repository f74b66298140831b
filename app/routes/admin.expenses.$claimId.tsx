import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { ExpenseActs } from '#app/components/expenses/expense-acts.tsx'
import { ExpenseHistory } from '#app/components/expenses/expense-history.tsx'
import { ExpenseStateMark } from '#app/components/expenses/expense-state-mark.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { approveExpense } from '#app/domain/expenses/approve-expense.server.ts'
import { type ExpenseForm, expenseForm } from '#app/domain/expenses/forms.ts'
import { payExpense } from '#app/domain/expenses/pay-expense.server.ts'
import { expensePage } from '#app/domain/expenses/reads/expense-page.server.ts'
import { rejectExpense } from '#app/domain/expenses/reject-expense.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { type Attempted, refusedAttempt } from '#app/http/refused-attempt.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['expenses'],
  title: (t, { page }) => t('expenses:expense.of', { name: page.claimant }),
}

export const headers = noStore

const ExpenseParams = z.object({ claimId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'expenses:own')
  const { claimId } = parseParams(params, ExpenseParams)
  const page = await expensePage({ claimId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })
  const { timezone } = await organization()
  return { page, timezone, factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp } }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'expenses:read')
  const { claimId } = parseParams(params, ExpenseParams)
  const page = await expensePage({ claimId, staff: { ...staff, language: context.language } })
  // What they see only because they claimed it themselves, others decide.
  if (!page?.acts) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const form = parseForm(await readForm(request), expenseForm(timezone))
  if (!form.ok) return invalid(form)
  const { value } = form
  const attempted = { staff, action: said[value.act], subject: 'expense', subjectId: claimId }
  // Said before a proof is asked for, so that nobody spends a code on what cannot be.
  const refusal = page.acts[value.act]
  if (refusal) return refusedAttempt(attempted, refusal, form.values)

  const outcome = await orRefusal(actOf(attempted, claimId, value), form.values)
  if (!outcome.ok) return outcome.response
  return value.act === 'reject'
    ? redirect(paths.expense(claimId), 303)
    : redirectAfterStepUp(staff, paths.expense(claimId))
}

const said = { approve: 'expense.approved', reject: 'expense.rejected', pay: 'expense.paid' } as const

async function actOf(attempted: Attempted, claimId: string, value: ExpenseForm): Promise<unknown> {
  const { staff } = attempted
  if (value.act === 'reject') return rejectExpense({ staff, claimId, reason: value.reason })
  if (value.act === 'approve') {
    const { contentHash } = value
    const bound = boundTo.approveExpense({ id: claimId, contentHash })
    return provedBy(attempted, { boundTo: bound, sent: value }, (stepUpId) =>
      approveExpense({ staff, claimId, contentHash, stepUpId }),
    )
  }
  const bound = boundTo.payExpenses([claimId])
  return provedBy(attempted, { boundTo: bound, sent: value }, (stepUpId) =>
    payExpense({ ...value, staff, claimId, stepUpId }),
  )
}

export default function Expense() {
  const { t } = useWords()
  const { page, timezone, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? undefined
  const { money, minute } = useFormats(timezone)
  const columns = useLineColumns(page.id)
  return (
    <article className="grid gap-6">
      <header className="grid gap-1">
        <Link to={paths.expenses()} className="inline-block py-1 text-s">
          {t('expenses:back')}
        </Link>
        <h1 className="text-2xl">{t('expenses:expense.title', { amount: money(page.totalCents) })}</h1>
        <p>
          <ExpenseStateMark state={page.state} />
        </p>
      </header>
      <section className="grid gap-3">
        <h2 className="text-l">{t('expenses:lines.title')}</h2>
        <DataTable
          caption={t('expenses:lines.title')}
          captionHidden
          rows={page.lines}
          rowKey={({ position }) => String(position)}
          columns={columns}
        />
      </section>
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
        <section aria-label={t('expenses:expense.facts')}>
          <Facts
            facts={[
              { key: 'claimant', label: t('expenses:column.claim'), value: page.claimant },
              {
                key: 'kind',
                label: t('expenses:column.kind'),
                value: !page.cardLast4 ? (
                  t(`expenses:kind.${page.kind}`)
                ) : page.mayReadCard ? (
                  <Link to={paths.card(page.fundId, page.cardLast4)}>
                    {t('expenses:card', { last4: page.cardLast4 })}
                  </Link>
                ) : (
                  t('expenses:card', { last4: page.cardLast4 })
                ),
              },
              { key: 'fund', label: t('admin:fact.fund'), value: page.fundName },
              { key: 'since', label: t('expenses:column.since'), value: minute(page.occurredAt) },
              {
                key: 'approvals',
                label: t('expenses:expense.approvals'),
                value: t('expenses:expense.approvals.count', {
                  given: page.approvals.length,
                  required: page.approvalsRequired,
                }),
              },
              {
                key: 'total',
                label: t('expenses:column.total'),
                value: <strong>{money(page.totalCents)}</strong>,
                number: true,
              },
              ...(page.state === 'claimed' && page.freeCents !== null
                ? [
                    {
                      key: 'free',
                      label: t('expenses:expense.free'),
                      value: money(page.freeCents),
                      number: true,
                    },
                    {
                      key: 'free-after',
                      label: t('expenses:expense.free_after'),
                      value: money(page.freeCents - page.totalCents),
                      number: true,
                    },
                  ]
                : []),
            ]}
          />
        </section>
        {page.acts && (
          <section aria-label={t('expenses:expense.acts')} className="no-print grid content-start gap-6">
            <ExpenseActs page={page} acts={page.acts} factors={factors} answer={answer} />
          </section>
        )}
        <section className="lg:col-start-1">
          <h2 className="mb-3 text-l">{t('admin:history.title')}</h2>
          <ExpenseHistory page={page} timezone={timezone} />
        </section>
      </div>
    </article>
  )
}

type Line = Awaited<ReturnType<typeof loader>>['page']['lines'][number]

function useLineColumns(claimId: string): Column<Line>[] {
  const { t } = useWords()
  // A receipt's day is the same day everywhere.
  const { money, day } = useFormats('UTC')
  return [
    {
      key: 'purpose',
      header: t('expenses:column.purpose'),
      names: true,
      cell: ({ purposeCode }) => t(`admin:purpose.${purposeCode}`),
    },
    { key: 'day', header: t('expenses:column.day'), cell: (line) => day(line.day) },
    {
      key: 'merchant',
      header: t('expenses:column.merchant'),
      cell: ({ merchantKind }) => t(`expenses:merchant.${merchantKind}`),
    },
    {
      key: 'receipt',
      header: t('expenses:column.receipt'),
      cell: ({ receiptNumber, receiptId }) => (
        <a href={paths.expenseReceipt(claimId, receiptId)} download className="figures inline-block py-0.5">
          {receiptNumber}
        </a>
      ),
    },
    {
      key: 'amount',
      header: t('expenses:column.amount'),
      align: 'end',
      cell: ({ cents }) => money(cents),
    },
  ]
}
