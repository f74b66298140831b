import { expenseMethods, expenseRejectionReasons } from '#app/domain/expenses/expense.ts'
import type { ExpensePage } from '#app/domain/expenses/reads/expense-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { CheckField } from '../check-field.tsx'
import { ChoiceField } from '../choice-field.tsx'
import { Confirm } from '../confirm.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import type { Factors } from '../disbursements/approval-form.tsx'
import { MomentField } from '../disbursements/moment-field.tsx'
import { type Entries, type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { WhyNot } from '../disbursements/why-not.tsx'
import { Field, FieldError } from '../field.tsx'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'

type Props = { page: ExpensePage; factors: Factors; timezone: string; answer?: FormAnswer | undefined }

/** Exactly what this person may do with this expense now; for the rest, why not. */
export function ExpenseActs({ page, factors, timezone, answer }: Props) {
  const { t } = useWords()
  const { acts, state, kind } = page
  const of = (act: string) => ({
    ...{ page, factors, timezone },
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
      {!acts.settle && <SettleForm {...of('settle')} />}
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

function SettleForm({ page, factors, timezone, answer }: Props) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  const entries = useEntries(answer)
  const ticked = answer ? [answer.values.claimIds ?? []].flat() : [page.id]
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('expenses:settle.title')}</h2>
      <ActForm action={paths.expense(page.id)} refusal={entries.refusal} submit={t('expenses:settle.submit')}>
        <input type="hidden" name="act" value="settle" />
        <p className="measure">{t('expenses:settle.lead')}</p>
        <fieldset className="grid gap-1">
          <legend className="font-semibold">
            {t('expenses:settle.claims', { last4: page.cardLast4 ?? '' })}
          </legend>
          {page.bill.map(({ id, cents, claimant, at }) => (
            <CheckField
              key={id}
              id={`settle-${id}`}
              name="claimIds"
              value={id}
              defaultChecked={ticked.includes(id)}
              label={t('expenses:settle.one', { amount: money(cents), name: claimant, day: day(at) })}
            />
          ))}
          <FieldError id="settle-claims" error={entries.error('claimIds')} />
        </fieldset>
        <PaidFields entries={entries} />
        <StepUpFields
          boundTo={(form) => boundTo.payExpenses(form.getAll('claimIds').map(String))}
          {...factors}
          error={entries.error('code')}
        />
      </ActForm>
    </section>
  )
}

function PaidFields({ entries }: { entries: Entries }) {
  const { t } = useWords()
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoiceField
          id="paid-method"
          name="method"
          label={t('expenses:pay.method')}
          defaultValue={entries.value('method')}
          error={entries.error('method')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...expenseMethods.map((value) => ({ value, label: t(`expenses:method.${value}`) })),
          ]}
        />
        <Field
          id="paid-reference"
          name="reference"
          label={t('expenses:pay.reference')}
          maxLength={60}
          autoComplete="off"
          defaultValue={entries.value('reference')}
          error={entries.error('reference')}
          required
        />
      </div>
      <MomentField id="paid-moment" entries={entries} />
    </>
  )
}
