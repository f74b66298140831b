import type { CardPage } from '#app/domain/expenses/reads/card-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { CheckField } from '../check-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import type { Factors } from '../disbursements/approval-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Field, FieldError } from '../field.tsx'
import { MoneyInput } from '../money-input.tsx'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'
import { PaidFields } from './paid-fields.tsx'

type Props = { page: CardPage; factors: Factors; answer: FormAnswer | undefined; timezone: string }

/**
 * One statement of the card, and what of the expenses and of what it paid at kiosks it is for: all that this person may pay,
 * unless they say otherwise.
 */
export function StatementForm({ page, factors, answer, timezone }: Props) {
  const { t } = useWords()
  // A receipt's day is the same day everywhere.
  const { money, day } = useFormats('UTC')
  const entries = useEntries(answer)
  const { day: dayThere } = useFormats(timezone)
  const sent = answer && [answer.values.claimIds ?? [], answer.values.chargeIds ?? []].flat()
  return (
    <ActForm
      action={paths.card(page.fundId, page.cardLast4)}
      refusal={entries.refusal}
      submit={t('expenses:pay.submit')}
    >
      <p className="measure">{t('expenses:settle.lead')}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          id="statement-day"
          name="statementOn"
          type="date"
          label={t('expenses:settle.day')}
          defaultValue={entries.value('statementOn')}
          error={entries.error('statementOn')}
          required
        />
        <MoneyInput
          id="statement-billed"
          name="billed"
          label={t('expenses:settle.billed')}
          defaultValue={entries.value('billed')}
          error={entries.error('billed')}
          required
        />
      </div>
      <fieldset className="grid gap-1">
        <legend className="font-semibold">{t('expenses:settle.claims')}</legend>
        {page.payable.map(({ id, cents, claimant, lastDay }) => (
          <CheckField
            key={id}
            id={`settle-${id}`}
            name="claimIds"
            value={id}
            defaultChecked={sent ? sent.includes(id) : true}
            label={t('expenses:settle.one', { amount: money(cents), name: claimant, day: day(lastDay) })}
          />
        ))}
        {page.payableAtKiosks.map(({ id, cents, caseCode, chargedAt }) => (
          <CheckField
            key={id}
            id={`settle-${id}`}
            name="chargeIds"
            value={id}
            defaultChecked={sent ? sent.includes(id) : true}
            label={t('expenses:settle.one', {
              amount: money(cents),
              name: caseCode,
              day: dayThere(chargedAt),
            })}
          />
        ))}
        <FieldError id="settle-claims" error={entries.error('claimIds')} />
      </fieldset>
      <PaidFields entries={entries} />
      <StepUpFields
        boundTo={(form) =>
          boundTo.payExpenses([...form.getAll('claimIds'), ...form.getAll('chargeIds')].map(String))
        }
        {...factors}
        error={entries.error('code')}
      />
    </ActForm>
  )
}
