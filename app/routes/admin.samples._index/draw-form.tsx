import { Form, useNavigation } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { largestSample } from '#app/domain/samples/sample.ts'

/** Which fund, which days, how many: chance does the rest. */
export function DrawSample({ funds, entries }: { funds: { id: string; name: string }[]; entries: Entries }) {
  const { t } = useWords()
  const busy = useNavigation().state === 'submitting'
  return (
    <Form method="post" className="flex flex-wrap items-end gap-4" aria-label={t('records:sample.draw')}>
      <ChoiceField
        name="fundId"
        label={t('admin:fact.fund')}
        defaultValue={entries.value('fundId', funds[0]?.id)}
        error={entries.error('fundId')}
        choices={funds.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {(['from', 'to'] as const).map((name) => (
        <Field
          key={name}
          name={name}
          type="date"
          required
          label={t(`records:sample.${name}`)}
          defaultValue={entries.value(name)}
          error={entries.error(name)}
        />
      ))}
      <Field
        name="wanted"
        label={t('records:sample.wanted')}
        inputMode="numeric"
        required
        defaultValue={entries.value('wanted', '10')}
        error={entries.error('wanted')}
        maxLength={String(largestSample).length}
      />
      <Button disabled={busy}>{t('records:sample.draw')}</Button>
    </Form>
  )
}
