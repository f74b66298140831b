import { Link } from '@remix-run/react'
import { isLargeCash, type LargeHandOver } from '#app/domain/cash/large-cash.ts'
import { paymentMethods } from '#app/domain/disbursements/disbursement.ts'
import type { MyNight } from '#app/domain/envelopes/reads/my-nights.server.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { PaidFromField } from '../cash/paid-from-field.tsx'
import { ChoiceField } from '../choice-field.tsx'
import { BeyondOwnPart } from '../copays/beyond-own-part.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import type { Factors } from '../disbursements/approval-form.tsx'
import { Facts } from '../disbursements/facts.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Field } from '../field.tsx'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'
import { DrawnAtField } from './drawn-at-field.tsx'

type Props = {
  night: MyNight
  /** What it comes to with what else was handed over within a day, as it was looked at; null where that is not known any more. */
  large: LargeHandOver | null
  factors: Factors
  entries: Entries
  timezone: string
}

const checked = [
  ...['kind', 'caseCode', 'principal', 'familyPart', 'fees', 'payee', 'venue'],
  ...['agreementId', 'disbursementId', 'contentHash'],
]

/** What was checked may be paid. Once it is: how, and which receipt came for it. */
export function RecordDrawForm({ night, large, factors, entries, timezone }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const { value } = entries
  const cents = (name: string): bigint => {
    const read = parseDollars(value(name))
    return read.ok ? read.cents : 0n
  }
  const total = cents('principal') + cents('familyPart') + cents('fees')
  const ownCents = isLargeCash(total) ? total : null
  const alone = { largeCents: ownCents, largeAtBankCents: ownCents }
  const said = [
    { key: 'case', label: t('admin:fact.case'), value: value('caseCode'), number: true },
    { key: 'purpose', label: t('admin:fact.purpose'), value: t(`admin:purpose.${value('kind')}`) },
    { key: 'principal', label: t('envelope:draw.principal'), value: money(cents('principal')), number: true },
    ...(cents('familyPart') > 0n
      ? [{ key: 'family', label: t('copay:payment.family'), value: money(cents('familyPart')), number: true }]
      : []),
    { key: 'fees', label: t('envelope:draw.fees'), value: money(cents('fees')), number: true },
    { key: 'payee', label: t('envelope:draw.payee'), value: value('payee') },
    { key: 'venue', label: t('envelope:draw.venue'), value: value('venue') },
  ]
  const bound = boundTo.pay({ id: value('disbursementId'), contentHash: value('contentHash') })
  return (
    <>
      <Facts facts={said} />
      <p>
        <Link to={paths.night(night.id)} className="inline-block py-1" reloadDocument>
          {t('envelope:draw.again')}
        </Link>
      </p>
      <ActForm action={paths.night(night.id)} refusal={entries.refusal} submit={t('envelope:draw.submit')}>
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
        <DrawnAtField id="drawn-at" night={night} entries={entries} timezone={timezone} />
        <PaidFromField
          advances={night.advances}
          cards={night.cards}
          large={large ?? alone}
          entries={entries}
          timezone={timezone}
        />
        <BeyondOwnPart page={{ kind: value('kind'), family: null }} entries={entries} timezone={timezone} />
        <StepUpFields boundTo={bound} {...factors} error={entries.error('code')} />
      </ActForm>
    </>
  )
}
