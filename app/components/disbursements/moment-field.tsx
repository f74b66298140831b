import { Field } from '../field.tsx'
import { useWords } from '../words.ts'
import type { Entries } from './use-entries.ts'

/** When it happened: left empty, it happened now. */
export function MomentField({ id, entries }: { id: string; entries: Entries }) {
  const { t } = useWords()
  return (
    <Field
      id={id}
      name="occurredAt"
      type="datetime-local"
      label={t('admin:moment.label')}
      hint={t('admin:moment.hint')}
      defaultValue={entries.value('occurredAt')}
      error={entries.error('occurredAt')}
    />
  )
}
