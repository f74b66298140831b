import { Link } from '@remix-run/react'
import { expenseRejectionReasons } from '#app/domain/expenses/expense.ts'
import type { ExpensePage } from '#app/domain/expenses/reads/expense-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { Confirm } from '../confirm.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import type { Factors } from '../disbursements/approval-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { WhyNot } from '../disbursements/why-not.tsx'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'
import { PaidFields } from './paid-fields.tsx'

type Props = { page: ExpensePage; factors: Factors; answer?: FormAnswer | undefined }

type ActsProps = Props & { acts: NonNullable<ExpensePage['acts']> }

/** Exactly what this person may do with this expense now; for the rest, why not. */
export function ExpenseActs({ page, acts, factors, answer }: ActsProps) {
  const { t } = useWords()
  const { state, kind } = page
  const of = (act: string) => ({
    ...{ page, factors },
    answer: answer?.values.act === act ? answer : undefined,
  })
  if (state === 'paid' || state === 'rejected')
    return <p className="text-quiet">{t(`expenses:expense.${state}`)}</p>
  return (
    <>
      {!acts.approve && <ApproveForm {...of('approve')} />}
      {!acts.reject && (
        <Confirm ask={t('expenses:reject.title')}>
          <RejectForm {...of('reject')} />
        </Confirm>
      )}
      {!acts.pay && <PayForm {...of('pay')} />}
      {state === 'approved' && page.cardLast4 && (
        <p className="measure">
          {t('expenses:settle.where')}{' '}
          <Link to={paths.card(page.fundId, page.cardLast4)}>
            {t('expenses:card', { last4: page.cardLast4 })}
          </Link>
        </p>
      )}
      <WhyNot
        reasons={
          state === 'claimed'
            ? [{ act: t('expenses:approve.title'), why: acts.approve }]
            : kind === 'card'
              ? [{ act: t('expenses:settle.title'), why: acts.settle }]
              : [{ act: t('expenses:pay.title'), why: acts.pay }]
        }
      />
    </>
  )
}

function ApproveForm({ page, factors, answer }: Props) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const entries = useEntries(answer)
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('expenses:approve.title')}</h2>
      <ActForm
        action={paths.expense(page.id)}
        refusal={entries.refusal}
        submit={t('expenses:approve.submit')}
      >
        <input type="hidden" name="act" value="approve" />
        <input type="hidden" name="contentHash" value={page.contentHash} />
        <p className="measure">{t('expenses:approve.lead', { amount: money(page.totalCents) })}</p>
        <StepUpFields boundTo={boundTo.approveExpense(page)} {...factors} error={entries.error('code')} />
      </ActForm>
    </section>
  )
}

function RejectForm({ page, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <ActForm
      action={paths.expense(page.id)}
      refusal={entries.refusal}
      submit={t('expenses:reject.submit')}
      tone="refuse"
    >
      <input type="hidden" name="act" value="reject" />
      <ChoiceField
        id="reject-reason"
        name="reason"
        label={t('expenses:reject.reason')}
        defaultValue={entries.value('reason')}
        error={entries.error('reason')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...expenseRejectionReasons.map((value) => ({ value, label: t(`expenses:reason.${value}`) })),
        ]}
      />
    </ActForm>
  )
}

function PayForm({ page, factors, answer }: Props) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const entries = useEntries(answer)
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('expenses:pay.title')}</h2>
      <ActForm action={paths.expense(page.id)} refusal={entries.refusal} submit={t('expenses:pay.submit')}>
        <input type="hidden" name="act" value="pay" />
        <p className="measure">
          {t('expenses:pay.lead', { amount: money(page.totalCents), name: page.claimant })}
        </p>
        <PaidFields entries={entries} />
        <StepUpFields boundTo={boundTo.payExpenses([page.id])} {...factors} error={entries.error('code')} />
      </ActForm>
    </section>
  )
}
