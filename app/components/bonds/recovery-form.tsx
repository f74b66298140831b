import { bringsInterestOnly } from '#app/domain/bonds/recovery.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { ActForm } from '../disbursements/act-form.tsx'
import { MomentField } from '../disbursements/moment-field.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Field } from '../field.tsx'
import { MoneyInput } from '../money-input.tsx'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'
import type { BondFrame } from './bond-frame.ts'
import { typedCents } from './typed-figures.ts'

/** Money that came after a loss: after a breach interest only, else up to what was lost. */
export function RecoveryForm({ page, timezone, factors, answer }: RecoveryFormProps) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const entries = useEntries(answer)
  const interestOnly = bringsInterestOnly(page.state)
  return (
    <ActForm
      action={paths.bondRecovery(page.id)}
      refusal={entries.refusal}
      submit={t('recovery:recovery.submit')}
    >
      <p className="measure text-s text-quiet">
        {interestOnly
          ? t('recovery:recovery.interest_only')
          : t('recovery:recovery.lead', { left: money(page.lostInAll) })}
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        {!interestOnly && (
          <MoneyInput
            id="recovery-received"
            name="received"
            label={t('recovery:recovery.received')}
            hint={t('recovery:recovery.received.hint')}
            defaultValue={entries.value('received')}
            error={entries.error('received')}
          />
        )}
        {page.kind === 'immigration_bond' && (
          <MoneyInput
            id="recovery-interest"
            name="interest"
            label={t('recovery:recovery.interest')}
            hint={t('recovery:recovery.interest.hint')}
            defaultValue={entries.value('interest')}
            error={entries.error('interest') ?? (interestOnly ? entries.error('received') : undefined)}
          />
        )}
      </div>
      <Field
        id="recovery-reference"
        name="reference"
        label={t('recovery:recovery.reference')}
        hint={t('recovery:recovery.reference.hint')}
        maxLength={60}
        defaultValue={entries.value('reference')}
        error={entries.error('reference')}
        required
      />
      <MomentField id="recovery-moment" entries={entries} />
      <StepUpFields
        boundTo={(form) =>
          boundTo.bondRecovery({
            bondId: page.id,
            received: typedCents(form, 'received'),
            interest: typedCents(form, 'interest'),
          })
        }
        {...factors}
        error={entries.error('code')}
      />
    </ActForm>
  )
}

type RecoveryFormProps = BondFrame & { answer?: FormAnswer | undefined }
