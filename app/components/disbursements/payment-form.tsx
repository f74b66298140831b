import type { LargeHandOver } from '#app/domain/cash/large-cash.ts'
import { isBondKind, paymentMethods } from '#app/domain/disbursements/disbursement.ts'
import type { DisbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import type { PartAdvances } from '#app/domain/disbursements/shared-bonds/part-advances.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { PaidFromField, PaidFromOfParts } from '../cash/paid-from-field.tsx'
import { ChoiceField } from '../choice-field.tsx'
import { BeyondOwnPart } from '../copays/beyond-own-part.tsx'
import { Field } from '../field.tsx'
import { MoneyInput } from '../money-input.tsx'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'
import { ActForm } from './act-form.tsx'
import type { Factors } from './approval-form.tsx'
import { MomentField } from './moment-field.tsx'
import { type FormAnswer, useEntries } from './use-entries.ts'
import { useFormats } from './use-formats.ts'

/** What was in fact paid, at or below what was approved. */
export function PaymentForm({
  page,
  factors,
  timezone,
  answer,
  action = paths.payment(page.id),
  bound = boundTo.pay(page),
  beyond,
}: PaymentFormProps) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const entries = useEntries(answer)
  const choose = { value: '', label: t('admin:choose') }
  return (
    <ActForm action={action} refusal={entries.refusal} submit={t('admin:payment.submit')}>
      <input type="hidden" name="contentHash" value={page.contentHash} />
      <div className="grid gap-4 sm:grid-cols-2">
        <MoneyInput
          id="payment-principal"
          name="principal"
          label={t('admin:payment.principal')}
          hint={t('admin:payment.at_most', { ceiling: money(page.principalCeiling) })}
          defaultValue={entries.value('principal')}
          error={entries.error('principal')}
          required
        />
        {page.feesCeiling > 0n && (
          <MoneyInput
            id="payment-fees"
            name="fees"
            label={t('admin:payment.fees')}
            hint={t('admin:payment.at_most', { ceiling: money(page.feesCeiling) })}
            defaultValue={entries.value('fees')}
            error={entries.error('fees')}
          />
        )}
      </div>
      {beyond && isBondKind(beyond.kind) && (
        <BeyondOwnPart page={beyond} entries={entries} timezone={timezone} />
      )}
      <ChoiceField
        id="payment-payee"
        name="payee"
        label={t('admin:payment.payee')}
        hint={t('admin:payment.payee.hint')}
        defaultValue={entries.value('payee', page.payees.length === 1 ? page.payees[0] : '')}
        error={entries.error('payee')}
        required
        choices={[choose, ...page.payees.map((payee) => ({ value: payee, label: payee }))]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoiceField
          id="payment-method"
          name="method"
          label={t('admin:payment.method')}
          defaultValue={entries.value('method')}
          error={entries.error('method')}
          required
          choices={[choose, ...paymentMethods.map((value) => ({ value, label: t(`admin:method.${value}`) }))]}
        />
        <Field
          id="payment-receipt"
          name="receiptNumber"
          label={t('admin:payment.receipt')}
          maxLength={60}
          defaultValue={entries.value('receiptNumber')}
          error={entries.error('receiptNumber')}
          required
        />
      </div>
      {page.partAdvances && page.partAdvances.length > 0 ? (
        <PaidFromOfParts parts={page.partAdvances} large={page} entries={entries} timezone={timezone} />
      ) : (
        <PaidFromField
          advances={page.advances}
          cards={page.cards}
          large={page}
          entries={entries}
          timezone={timezone}
        />
      )}
      <MomentField id="payment-moment" entries={entries} />
      <StepUpFields boundTo={bound} {...factors} error={entries.error('code')} />
    </ActForm>
  )
}

type PaymentFormProps = {
  page: Pick<
    DisbursementPage,
    'id' | 'contentHash' | 'principalCeiling' | 'feesCeiling' | 'payees' | 'advances' | 'cards'
  > &
    LargeHandOver & {
      /** Of a bond that funds share, what the payer carries of each of them, and their cards. */
      partAdvances?: PartAdvances[]
    }
  /** Where a family's part and the full bond may be said beside the fund's own part. */
  beyond?: Pick<DisbursementPage, 'kind' | 'family'>
  factors: Factors
  timezone: string
  answer?: FormAnswer | undefined
  /** Where it is recorded, and what the proof of presence is bound to, where that is not a disbursement. */
  action?: string
  bound?: string
}
