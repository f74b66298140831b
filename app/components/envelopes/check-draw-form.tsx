import { caseCodePattern } from '#app/domain/disbursements/case-code.ts'
import { mostToDraw } from '#app/domain/envelopes/envelope.ts'
import type { MyNight } from '#app/domain/envelopes/reads/my-nights.server.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Field } from '../field.tsx'
import { MoneyInput } from '../money-input.tsx'
import { useWords } from '../words.ts'
import { DrawnAtField } from './drawn-at-field.tsx'

type Props = { night: MyNight; entries: Entries; timezone: string }

/** Before money is handed over: what the window asks for. */
export function CheckDrawForm({ night, entries, timezone }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  return (
    <ActForm
      action={paths.night(night.id)}
      refusal={entries.refusal}
      submit={t(night.stage === 'closing' ? 'envelope:draw.check.submit.over' : 'envelope:draw.check.submit')}
    >
      <input type="hidden" name="step" value="check" />
      {night.purposeCodes.length === 1 ? (
        <input type="hidden" name="kind" value={night.purposeCodes[0]} />
      ) : (
        <ChoiceField
          name="kind"
          label={t('admin:proposal.purpose')}
          defaultValue={entries.value('kind')}
          error={entries.error('kind')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...night.purposeCodes.map((code) => ({ value: code, label: t(`admin:purpose.${code}`) })),
          ]}
        />
      )}
      <MoneyInput
        name="principal"
        label={t('envelope:draw.principal')}
        hint={t('envelope:draw.principal.hint', { most: money(mostToDraw(night)) })}
        defaultValue={entries.value('principal')}
        error={entries.error('principal')}
        required
      />
      <MoneyInput
        name="familyPart"
        label={t('copay:payment.family')}
        hint={t('envelope:draw.family.hint')}
        defaultValue={entries.value('familyPart')}
        error={entries.error('familyPart')}
      />
      <MoneyInput
        name="fees"
        label={t('envelope:draw.fees')}
        defaultValue={entries.value('fees')}
        error={entries.error('fees')}
      />
      <Field
        name="payee"
        label={t('envelope:draw.payee')}
        maxLength={120}
        defaultValue={entries.value('payee')}
        error={entries.error('payee')}
        required
      />
      <Field
        name="venue"
        label={t('envelope:draw.venue')}
        maxLength={200}
        defaultValue={entries.value('venue')}
        error={entries.error('venue')}
        required
      />
      <Field
        name="caseCode"
        label={t('admin:proposal.case')}
        hint={t('admin:proposal.case.hint')}
        maxLength={9}
        dir="ltr"
        autoComplete="off"
        placeholder="XXXX-XXXX"
        pattern={caseCodePattern.source}
        defaultValue={entries.value('caseCode')}
        error={entries.error('caseCode')}
      />
      <DrawnAtField id="checked-at" night={night} entries={entries} timezone={timezone} />
    </ActForm>
  )
}
