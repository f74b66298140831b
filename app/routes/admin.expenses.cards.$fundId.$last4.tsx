import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { WhyNot } from '#app/components/disbursements/why-not.tsx'
import { EmptyState } from '#app/components/empty-state.tsx'
import { AtKiosks } from '#app/components/expenses/at-kiosks.tsx'
import { ExpenseStateMark } from '#app/components/expenses/expense-state-mark.tsx'
import { StatementForm } from '#app/components/expenses/statement-form.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { statementForm } from '#app/domain/expenses/forms.ts'
import { cardPage } from '#app/domain/expenses/reads/card-page.server.ts'
import { settleCard } from '#app/domain/expenses/settle-card.server.ts'
import { whyNotStatement } from '#app/domain/expenses/statement.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { refusedAttempt } from '#app/http/refused-attempt.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { now } from '#app/platform/clock.ts'
import type { Language } from '#app/words/languages.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['expenses'],
  title: (t, { page }) => t('expenses:card', { last4: page.cardLast4 }),
}

export const headers = noStore

const CardParams = z.object({ fundId: z.uuid(), last4: z.string().regex(/^\d{4}$/) })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'expenses:read')
  const page = await cardOf(parseParams(params, CardParams), staff, context.language)
  const { timezone } = await organization()
  return { page, timezone, factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp } }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'expenses:pay')
  const { fundId, cardLast4, payable, payableAtKiosks } = await cardOf(
    parseParams(params, CardParams),
    staff,
    context.language,
  )
  const { timezone } = await organization()
  const form = parseForm(await readForm(request), statementForm(timezone))
  if (!form.ok) return invalid(form)

  const { value } = form
  const attempted = { staff, action: 'expense.card_settled', subject: 'fund', subjectId: fundId }
  const ticked = [...value.claimIds, ...value.chargeIds]
  const bound = boundTo.payExpenses(ticked)
  // Said before a proof is spent on what does not add up.
  const chosen = [...payable, ...payableAtKiosks].filter(({ id }) => ticked.includes(id))
  const paidOn = dayOf(value.occurredAt ?? now(), timezone)
  const whyNot = whyNotStatement({ ...value, paidOn, claimed: chosen.map(({ cents }) => cents) })
  if (whyNot) return refusedAttempt(attempted, whyNot, form.values)
  const outcome = await orRefusal(
    provedBy(attempted, { boundTo: bound, sent: value }, (stepUpId) =>
      settleCard({ ...value, staff, fundId, cardLast4, stepUpId, timezone }),
    ),
    form.values,
  )
  return outcome.ok ? redirectAfterStepUp(staff, paths.card(fundId, cardLast4)) : outcome.response
}

async function cardOf(card: z.output<typeof CardParams>, staff: SignedInStaff, language: Language) {
  const fundIds = fundsWhere(staff, 'expenses:read')
  const page = await cardPage({
    ...{ fundId: card.fundId, cardLast4: card.last4 },
    staff: { ...staff, fundIds, language },
  })
  if (!page) throw new Response(null, { status: 404 })
  return page
}

export default function Card() {
  const { t } = useWords()
  const { page, timezone, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? undefined
  const { money } = useFormats(timezone)
  const charges = useChargeColumns()
  const statements = useStatementColumns(timezone)
  const isEmpty = page.charges.length + page.atKiosks.length === 0
  const shut =
    page.charges.find(({ state, whyNot }) => state === 'approved' && whyNot) ??
    page.atKiosks.find(({ whyNot }) => whyNot)
  const isPayable = page.payable.length + page.payableAtKiosks.length > 0
  return (
    <article className="grid gap-8">
      <header className="grid gap-1">
        <Link to={paths.expenses()} className="inline-block py-1 text-s">
          {t('expenses:back')}
        </Link>
        <h1 className="text-2xl">{t('expenses:card', { last4: page.cardLast4 })}</h1>
        <p className="text-quiet">{page.fundName}</p>
        <p>
          {t('expenses:card.owed')} <strong className="figures">{money(page.owedCents)}</strong>
        </p>
      </header>
      <section className="grid gap-3">
        <h2 className="text-xl">{t('expenses:card.charges')}</h2>
        {page.charges.length > 0 && (
          <DataTable
            caption={t('expenses:card.charges')}
            captionHidden
            rows={page.charges}
            rowKey={({ id }) => id}
            columns={charges}
          />
        )}
        {page.atKiosks.length > 0 && <AtKiosks charges={page.atKiosks} timezone={timezone} />}
        {isEmpty && <EmptyState title={t('expenses:card.none.title')}>{t('expenses:card.none')}</EmptyState>}
      </section>
      {(isPayable || shut) && (
        <section className="no-print grid gap-3">
          <h2 className="text-xl">{t('expenses:settle.title')}</h2>
          {isPayable && <StatementForm {...{ page, factors, answer, timezone }} />}
          {shut && <WhyNot reasons={[{ act: t('expenses:settle.title'), why: shut.whyNot }]} />}
        </section>
      )}
      {page.statements.length > 0 && (
        <section className="grid gap-3">
          <h2 className="text-xl">{t('expenses:card.statements')}</h2>
          <DataTable
            caption={t('expenses:card.statements')}
            captionHidden
            rows={page.statements}
            rowKey={({ id }) => id}
            columns={statements}
          />
        </section>
      )}
    </article>
  )
}

type Page = Awaited<ReturnType<typeof loader>>['page']

function useChargeColumns(): Column<Page['charges'][number]>[] {
  const { t } = useWords()
  // A receipt's day is the same day everywhere.
  const { money, day } = useFormats('UTC')
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
    { key: 'day', header: t('expenses:column.day'), cell: ({ lastDay }) => day(lastDay) },
    {
      key: 'state',
      header: t('expenses:column.state'),
      cell: ({ state }) => <ExpenseStateMark state={state} />,
    },
    { key: 'total', header: t('expenses:column.total'), align: 'end', cell: ({ cents }) => money(cents) },
  ]
}

function useStatementColumns(timezone: string): Column<Page['statements'][number]>[] {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const { day } = useFormats('UTC')
  return [
    {
      key: 'statement',
      header: t('expenses:settle.day'),
      names: true,
      cell: ({ statementOn }) => (statementOn ? day(statementOn) : ''),
    },
    { key: 'total', header: t('expenses:column.total'), align: 'end', cell: ({ cents }) => money(cents) },
    {
      key: 'count',
      header: t('expenses:due.count'),
      align: 'end',
      cell: ({ lineCount }) => lineCount,
    },
    { key: 'by', header: t('expenses:card.paid_by'), cell: ({ by }) => by },
    { key: 'at', header: t('expenses:card.paid_at'), cell: ({ at }) => minute(at) },
    {
      key: 'how',
      header: t('expenses:pay.reference'),
      cell: ({ method, reference }) =>
        t('expenses:history.reference', { method: t(`expenses:method.${method}`), reference }),
    },
  ]
}
