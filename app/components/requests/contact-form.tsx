import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { Field } from '../field.tsx'
import { useWords } from '../words.ts'
import type { RequestFrame } from './request-frame.ts'

type Props = { page: RequestFrame['page']; answer?: FormAnswer | undefined }

/** What was wrong about reaching whoever asked. What is known stays sealed, so the lines are empty. */
export function ContactForm({ page, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const line = (name: 'phone' | 'language', maxLength: number) => ({
    name,
    maxLength,
    autoComplete: 'off',
    label: t(`intake:entry.${name}`),
    defaultValue: entries.value(name),
    error: entries.error(name),
  })
  return (
    <ActForm
      action={paths.requestContact(page.id)}
      refusal={entries.refusal}
      submit={t('intake:contact.submit')}
      tone="outline"
    >
      <p className="measure text-quiet">{t('intake:contact.lead')}</p>
      <Field {...line('phone', 40)} type="tel" dir="ltr" />
      <Field {...line('language', 80)} hint={t('intake:entry.language.hint')} />
      <ChoiceField
        name="voicemail"
        label={t('intake:entry.voicemail')}
        defaultValue={entries.value('voicemail')}
        error={entries.error('voicemail')}
        choices={[
          { value: '', label: t('intake:contact.stays') },
          ...['yes', 'no'].map((value) => ({ value, label: t(`intake:voicemail.${value}`) })),
        ]}
      />
    </ActForm>
  )
}
