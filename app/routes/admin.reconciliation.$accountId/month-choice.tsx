import { Form } from '@remix-run/react'
import { useMonth } from '#app/components/bank/use-month.ts'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { useWords } from '#app/components/words.ts'

/** All months, or one of those in which something happened. */
export function MonthChoice({ months, month }: { months: string[]; month: string | null }) {
  const { t } = useWords()
  const named = useMonth()
  return (
    <Form method="get" className="flex flex-wrap items-end gap-3">
      <ChoiceField
        name="month"
        label={t('reconciliation:month')}
        key={month ?? ''}
        defaultValue={month ?? ''}
        choices={[
          { value: '', label: t('reconciliation:month.all') },
          ...months.map((value) => ({ value, label: named(value) })),
        ]}
      />
      <Button tone="outline">{t('reconciliation:month.show')}</Button>
    </Form>
  )
}
