import { useState } from 'react'
import { deductionReasons } from '#app/domain/bonds/bond.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { Button } from '../button.tsx'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { MomentField } from '../disbursements/moment-field.tsx'
import { type Entries, type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Field } from '../field.tsx'
import { MoneyInput } from '../money-input.tsx'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'
import type { BondFrame } from './bond-frame.ts'
import { typedReturn } from './typed-figures.ts'

/** What came back, and what the court kept with a reason for each part. What is neither stays due. */
export function ReturnForm({ page, timezone, factors, answer }: ReturnFormProps) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const entries = useEntries(answer)
  return (
    <ActForm
      action={paths.bondReturn(page.id)}
      refusal={entries.refusal}
      submit={t('admin:bond.return.submit')}
    >
      <p className="measure text-s text-quiet">
        {t('admin:bond.return.lead', { due: money(page.dueInAll) })}
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <MoneyInput
          id="return-received"
          name="received"
          label={t('admin:bond.return.received')}
          hint={t('admin:bond.return.received.hint')}
          defaultValue={entries.value('received')}
          error={entries.error('received')}
        />
        {page.kind === 'immigration_bond' && (
          <MoneyInput
            id="return-interest"
            name="interest"
            label={t('admin:bond.return.interest')}
            hint={
              page.money.interestAtMost
                ? t('recovery:interest.hint', { amount: money(page.money.interestAtMost) })
                : t('admin:bond.return.interest.hint')
            }
            defaultValue={entries.value('interest')}
            error={entries.error('interest')}
          />
        )}
      </div>
      <Deductions entries={entries} />
      <Field
        id="return-reference"
        name="reference"
        label={t('admin:bond.return.reference')}
        hint={t('admin:bond.return.reference.hint')}
        maxLength={60}
        defaultValue={entries.value('reference')}
        error={entries.error('reference')}
        required
      />
      <MomentField id="return-moment" entries={entries} />
      <StepUpFields
        boundTo={(form) => boundTo.bondReturn({ bondId: page.id, ...typedReturn(form) })}
        {...factors}
        error={entries.error('code')}
      />
    </ActForm>
  )
}

type ReturnFormProps = BondFrame & { answer?: FormAnswer | undefined }

const rowsAtFirst = 3
const rowsAtMost = 6

/** Three rows without scripts, more with them. */
function Deductions({ entries }: { entries: Entries }) {
  const { t } = useWords()
  const [rows, setRows] = useState(rowsAtFirst)
  return (
    <fieldset className="grid gap-3">
      <legend className="font-semibold">{t('admin:bond.return.deductions')}</legend>
      <p className="text-s text-quiet">{t('admin:bond.return.deductions.hint')}</p>
      {Array.from({ length: rows }, (_, index) => index).map((index) => (
        <div key={index} className="grid items-end gap-3 sm:grid-cols-[1fr_10rem]">
          <ChoiceField
            id={`deduction-${index}-reason`}
            name={`deductions[${index}].reason`}
            label={t('admin:bond.return.reason', { number: index + 1 })}
            defaultValue={entries.value(`deductions[${index}].reason`)}
            error={entries.error(`deductions[${index}].reason`)}
            choices={[
              { value: '', label: t('admin:bond.return.reason.none') },
              ...deductionReasons.map((value) => ({ value, label: t(`admin:deduction.${value}`) })),
            ]}
          />
          <MoneyInput
            id={`deduction-${index}-amount`}
            name={`deductions[${index}].amount`}
            label={t('admin:bond.return.amount', { number: index + 1 })}
            defaultValue={entries.value(`deductions[${index}].amount`)}
            error={entries.error(`deductions[${index}].amount`)}
          />
        </div>
      ))}
      {rows < rowsAtMost && (
        <div>
          <Button type="button" tone="outline" onClick={() => setRows(rows + 1)}>
            {t('admin:bond.return.more')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
