import { Link } from '@remix-run/react'
import { paymentMethods } from '#app/domain/disbursements/disbursement.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { Facts } from '../disbursements/facts.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { Field } from '../field.tsx'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'
import type { EnvelopeFrame } from './envelope-frame.ts'

type Props = Pick<EnvelopeFrame, 'page' | 'factors'> & { entries: Entries }

const checked = ['kind', 'caseCode', 'principal', 'fees', 'payee', 'venue', 'disbursementId', 'contentHash']

/** What was checked may be paid. Once it is: how, and which receipt came for it. */
export function RecordDrawForm({ page, factors, entries }: Props) {
  const { t } = useWords()
  const { value } = entries
  const said = [
    { key: 'case', label: t('admin:fact.case'), value: value('caseCode'), number: true },
    { key: 'purpose', label: t('admin:fact.purpose'), value: t(`admin:purpose.${value('kind')}`) },
    { key: 'principal', label: t('envelope:draw.principal'), value: `$${value('principal')}`, number: true },
    { key: 'fees', label: t('envelope:draw.fees'), value: `$${value('fees', '0') || '0'}`, number: true },
    { key: 'payee', label: t('envelope:draw.payee'), value: value('payee') },
    { key: 'venue', label: t('envelope:draw.venue'), value: value('venue') },
  ]
  const bound = boundTo.pay({ id: value('disbursementId'), contentHash: value('contentHash') })
  return (
    <>
      <Facts facts={said} />
      <p>
        <Link to={paths.envelopeDraw(page.id)} className="inline-block py-1" reloadDocument>
          {t('envelope:draw.again')}
        </Link>
      </p>
      <ActForm
        action={paths.envelopeDraw(page.id)}
        refusal={entries.refusal}
        submit={t('envelope:draw.submit')}
      >
        <input type="hidden" name="step" value="draw" />
        {checked.map((name) => (
          <input key={name} type="hidden" name={name} value={value(name)} />
        ))}
        <ChoiceField
          name="method"
          label={t('admin:payment.method')}
          defaultValue={value('method')}
          error={entries.error('method')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...paymentMethods.map((method) => ({ value: method, label: t(`admin:method.${method}`) })),
          ]}
        />
        <Field
          name="receiptNumber"
          label={t('admin:payment.receipt')}
          maxLength={60}
          defaultValue={value('receiptNumber')}
          error={entries.error('receiptNumber')}
          required
        />
        <StepUpFields boundTo={bound} {...factors} error={entries.error('code')} />
      </ActForm>
    </>
  )
}
