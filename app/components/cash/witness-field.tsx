import { ChoiceField } from '../choice-field.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { useWords } from '../words.ts'

type Props = { id: string; entries: Entries; witnesses: { id: string; name: string }[] }

/** Who counted it with the person that enters it. */
export function WitnessField({ id, entries, witnesses }: Props) {
  const { t } = useWords()
  return (
    <ChoiceField
      id={id}
      name="witnessId"
      label={t('cash:witness')}
      hint={t('cash:witness.hint')}
      defaultValue={entries.value('witnessId')}
      error={entries.error('witnessId')}
      required
      choices={[
        { value: '', label: t('admin:choose') },
        ...witnesses.map((witness) => ({ value: witness.id, label: witness.name })),
      ]}
    />
  )
}
