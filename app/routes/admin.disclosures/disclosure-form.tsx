import { CheckField } from '#app/components/check-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { DayField } from '#app/components/dates/day-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { TextField } from '#app/components/text-field.tsx'
import { useWords } from '#app/components/words.ts'
import { paths } from '#app/http/paths.ts'
import { languages } from '#app/words/languages.ts'

/** The next version of a state's statement. */
export function DisclosureForm({ answer }: { answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const form = 'disclosure'
  const line = (name: 'place' | 'source', longest: number) => (
    <Field
      id={`disclosure-${name}`}
      name={name}
      label={t(`rules:disclosures.${name}`)}
      hint={t(`rules:disclosures.${name}.hint`)}
      maxLength={longest}
      defaultValue={entries.value(name)}
      error={entries.error(name)}
      required
    />
  )
  return (
    <div>
      <Confirm
        key={answer ? 'back' : 'first'}
        ask={t('rules:disclosures.add')}
        tone="outline"
        open={!!answer}
      >
        <ActForm
          action={paths.disclosures()}
          refusal={entries.refusal}
          submit={t('rules:disclosures.submit')}
        >
          <input type="hidden" name="act" value="disclosure" />
          {line('place', 5)}
          <div className="grid gap-4 sm:grid-cols-2">
            <DayField
              {...{ form, entries }}
              name="effectiveFrom"
              label={t('rules:disclosures.effectiveFrom')}
              required
            />
            <DayField
              {...{ form, entries }}
              name="effectiveUntil"
              label={t('rules:disclosures.effectiveUntil')}
            />
          </div>
          {languages.map((language) => (
            <TextField
              key={language}
              id={`disclosure-${language}`}
              name={`texts.${language}`}
              lang={language}
              dir="auto"
              label={t(`rules:disclosures.text.${language}`)}
              maxLength={2000}
              defaultValue={entries.value(`texts.${language}`)}
              error={entries.error(`texts.${language}`)}
              required={language === 'en'}
            />
          ))}
          {line('source', 300)}
          <DayField {...{ form, entries }} name="readOn" label={t('rules:disclosures.readOn')} required />
          <CheckField
            id="disclosure-on-receipts"
            name="onReceipts"
            label={t('rules:disclosures.onReceipts')}
            hint={t('rules:disclosures.onReceipts.hint')}
            defaultChecked={entries.value('onReceipts') === 'on'}
            error={entries.error('onReceipts')}
          />
        </ActForm>
      </Confirm>
    </div>
  )
}
