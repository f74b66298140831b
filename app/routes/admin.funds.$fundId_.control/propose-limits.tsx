import { typedCents } from '#app/components/bonds/typed-figures.ts'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { MoneyInput } from '#app/components/money-input.tsx'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import type { ControlPage } from '#app/domain/funds/control-page.server.ts'
import { type Limits, stepsAtMost } from '#app/domain/funds/limits.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'

type Props = { page: ControlPage; factors: Factors; answer: FormAnswer | undefined }

/** New limits, beginning with those that hold. Another administrator confirms them. */
export function ProposeLimits({ page, factors, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const { inForce } = page
  return (
    <section aria-labelledby="propose" className="no-print grid gap-4">
      <h2 id="propose" className="text-xl">
        {t('control:propose')}
      </h2>
      <ActForm
        action={paths.fundControl(page.id)}
        refusal={entries.refusal}
        submit={t('control:propose.submit')}
      >
        <p className="measure text-s text-quiet">{t('control:propose.lead')}</p>
        <input type="hidden" name="act" value="propose" />
        {Array.from({ length: stepsAtMost }, (_, index) => index).map((index) => (
          <StepRow key={index} index={index} step={inForce.steps[index]} entries={entries} />
        ))}
        <div className="grid gap-4 sm:grid-cols-2">
          <MoneyInput
            name="cap"
            label={t('control:cap')}
            hint={t('control:cap.hint')}
            defaultValue={entries.value('cap', dollars(inForce.capCents))}
            error={entries.error('cap')}
          />
          <MoneyInput
            name="dailyCap"
            label={t('control:daily_cap')}
            hint={t('control:daily_cap.hint')}
            defaultValue={entries.value('dailyCap', dollars(inForce.dailyCapCents))}
            error={entries.error('dailyCap')}
          />
        </div>
        <Field
          name="expiryHours"
          label={t('control:expiry')}
          hint={t('control:expiry.hint')}
          inputMode="numeric"
          maxLength={4}
          defaultValue={entries.value('expiryHours', String(inForce.expiryHours))}
          error={entries.error('expiryHours')}
          required
        />
        <StepUpFields
          boundTo={(form) => boundTo.proposeLimits({ fundId: page.id, ...typedLimits(form) })}
          {...factors}
          error={entries.error('code')}
        />
      </ActForm>
    </section>
  )
}

type StepRowProps = {
  index: number
  step: Limits['steps'][number] | undefined
  entries: ReturnType<typeof useEntries>
}

function StepRow({ index, step, entries }: StepRowProps) {
  const { t } = useWords()
  const from = `steps[${index}].from`
  const approvals = `steps[${index}].approvals`
  return (
    <div className="grid items-end gap-3 sm:grid-cols-2">
      {index === 0 ? (
        <>
          <p className="pb-2">{t('control:steps.any')}</p>
          <input type="hidden" name={from} value="0" />
        </>
      ) : (
        <MoneyInput
          id={`step-${index}-from`}
          name={from}
          label={t('control:propose.from', { number: index + 1 })}
          defaultValue={entries.value(from, dollars(step?.fromCents ?? null))}
          error={entries.error(from)}
        />
      )}
      <ChoiceField
        id={`step-${index}-approvals`}
        name={approvals}
        label={t('control:propose.approvals', { number: index + 1 })}
        defaultValue={entries.value(approvals, step ? String(step.approvals) : '')}
        error={entries.error(approvals)}
        choices={[
          ...(index === 0 ? [] : [{ value: '', label: t('control:propose.none') }]),
          ...['1', '2', '3'].map((value) => ({ value, label: value })),
        ]}
      />
    </div>
  )
}

const dollars = (cents: bigint | null): string => {
  if (cents === null) return ''
  const fraction = cents % 100n
  return `${cents / 100n}${fraction === 0n ? '' : `.${String(fraction).padStart(2, '0')}`}`
}

/** What a passkey is asked to sign for, read as the server will read it. */
function typedLimits(form: FormData): Limits {
  const cap = (name: string) => typedCents(form, name) || null
  return {
    steps: Array.from({ length: stepsAtMost }, (_, index) => ({
      fromCents: typedCents(form, `steps[${index}].from`),
      approvals: Number(form.get(`steps[${index}].approvals`)),
    })).filter(({ approvals }) => approvals > 0),
    capCents: cap('cap'),
    dailyCapCents: cap('dailyCap'),
    expiryHours: Number(form.get('expiryHours')),
  }
}
