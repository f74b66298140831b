import { type VaultField, vaultFields } from '#app/domain/vault/fields.ts'
import { CheckField } from './check-field.tsx'
import { ChoiceField } from './choice-field.tsx'
import type { Entries } from './disbursements/use-entries.ts'
import { FieldError } from './field.tsx'
import { useWords } from './words.ts'

type Props = {
  legend: string
  person: { caseCodes: string[]; fields: { field: VaultField }[] }
  entries: Entries
}

/** Which fields, and of someone with several cases, of which. Nothing is chosen beforehand. */
export function FieldsToSee({ legend, person, entries }: Props) {
  const { t } = useWords()
  const known = vaultFields.filter((each) => person.fields.some(({ field }) => field === each))
  return (
    <>
      {person.caseCodes.length > 1 && (
        <CaseChoice caseCodes={person.caseCodes} hint={t('vault:reveal.case_hint')} entries={entries} />
      )}
      <fieldset aria-describedby={entries.error('fields') && 'fields-error'}>
        <legend className="font-semibold">{legend}</legend>
        <div className="mt-2 grid gap-2 sm:grid-cols-2">
          {known.map((field) => (
            <CheckField
              key={field}
              id={`field-${field}`}
              name="fields"
              value={field}
              label={t(`vault:field.${field}`)}
              defaultChecked={entries.all('fields').includes(field)}
            />
          ))}
        </div>
        <FieldError id="fields" error={entries.error('fields')} />
      </fieldset>
    </>
  )
}

type CaseProps = { caseCodes: string[]; hint: string; entries: Entries }

/** Of which case docket, court and the like are meant. */
export function CaseChoice({ caseCodes, hint, entries }: CaseProps) {
  const { t } = useWords()
  return (
    <ChoiceField
      name="caseCode"
      label={t('vault:case')}
      hint={hint}
      defaultValue={entries.value('caseCode')}
      error={entries.error('caseCode')}
      choices={[
        { value: '', label: t('vault:choose') },
        ...caseCodes.map((code) => ({ value: code, label: code })),
      ]}
    />
  )
}
