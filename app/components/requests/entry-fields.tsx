import type { EntryFund } from '#app/domain/intake/entry-choices.server.ts'
import { askers, enteredSources, personKnows } from '#app/domain/requests/request.ts'
import { ChoiceField } from '../choice-field.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { Field } from '../field.tsx'
import { useWords } from '../words.ts'

/** What is asked on the telephone: how it came, who asks, and who is held where. */
export function EntryFields({ entries, funds }: { entries: Entries; funds: EntryFund[] }) {
  const { t } = useWords()
  const partners = funds.flatMap((fund) => fund.partners)
  const choose = { value: '', label: t('intake:call.must_choose') }
  const choice = (name: string) => ({
    name,
    defaultValue: entries.value(name),
    error: entries.error(name),
    required: true,
  })
  const line = (name: string, maxLength: number) => ({
    name,
    maxLength,
    autoComplete: 'off',
    defaultValue: entries.value(name),
    error: entries.error(name),
    required: true,
  })
  return (
    <>
      <ChoiceField
        {...choice('fundId')}
        label={t('intake:fact.fund')}
        choices={funds.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <ChoiceField
        {...choice('source')}
        label={t('intake:entry.source')}
        choices={[choose, ...enteredSources.map((value) => ({ value, label: t(`intake:source.${value}`) }))]}
      />
      {partners.length > 0 && (
        <ChoiceField
          {...choice('partnerId')}
          required={false}
          label={t('intake:entry.partner')}
          hint={t('intake:entry.partner.hint')}
          choices={[
            { value: '', label: t('intake:entry.partner.none') },
            ...partners.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      <ChoiceField
        {...choice('askedBy')}
        label={t('intake:fact.asked_by')}
        choices={[choose, ...askers.map((value) => ({ value, label: t(`intake:asked_by.${value}`) }))]}
      />
      <Field {...line('askerName', 120)} label={t('intake:entry.asker')} />
      <Field {...line('phone', 40)} label={t('intake:entry.phone')} type="tel" dir="ltr" />
      <ChoiceField
        {...choice('voicemail')}
        label={t('intake:entry.voicemail')}
        choices={[
          choose,
          ...['yes', 'no'].map((value) => ({ value, label: t(`intake:voicemail.${value}`) })),
        ]}
      />
      <Field
        {...line('language', 80)}
        label={t('intake:entry.language')}
        hint={t('intake:entry.language.hint')}
      />
      <Field {...line('personName', 120)} label={t('intake:fact.name')} />
      <Field {...line('place', 160)} label={t('intake:fact.facility')} />
      <ChoiceField
        {...choice('personKnows')}
        label={t('intake:entry.person_knows')}
        choices={[
          choose,
          ...personKnows.map((value) => ({ value, label: t(`intake:person_knows.${value}`) })),
        ]}
      />
      <Field
        {...line('sameAsCase', 9)}
        required={false}
        label={t('intake:entry.same_as')}
        hint={t('intake:entry.same_as.hint')}
        dir="ltr"
        placeholder="XXXX-XXXX"
      />
    </>
  )
}
