import { caseCodePattern } from '#app/domain/disbursements/case-code.ts'
import type { EnvelopePage } from '#app/domain/envelopes/reads/envelope-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Field } from '../field.tsx'
import { MoneyInput } from '../money-input.tsx'
import { useWords } from '../words.ts'

type Props = { page: EnvelopePage; entries: Entries; timezone: string }

/** Before money is handed over: what the window asks for. */
export function CheckDrawForm({ page, entries, timezone }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const most = page.cap < page.left ? page.cap : page.left
  return (
    <ActForm
      action={paths.envelopeDraw(page.id)}
      refusal={entries.refusal}
      submit={t('envelope:draw.check.submit')}
    >
      <input type="hidden" name="step" value="check" />
      {page.purposeCodes.length === 1 ? (
        <input type="hidden" name="kind" value={page.purposeCodes[0]} />
      ) : (
        <ChoiceField
          name="kind"
          label={t('admin:proposal.purpose')}
          defaultValue={entries.value('kind')}
          error={entries.error('kind')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...page.purposeCodes.map((code) => ({ value: code, label: t(`admin:purpose.${code}`) })),
          ]}
        />
      )}
      <MoneyInput
        name="principal"
        label={t('envelope:draw.principal')}
        hint={t('envelope:draw.principal.hint', { most: money(most) })}
        defaultValue={entries.value('principal')}
        error={entries.error('principal')}
        required
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
    </ActForm>
  )
}
