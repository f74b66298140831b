import { expenseMethods } from '#app/domain/expenses/expense.ts'
import { ChoiceField } from '../choice-field.tsx'
import { MomentField } from '../disbursements/moment-field.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { Field } from '../field.tsx'
import { useWords } from '../words.ts'

/** How and when the bank was moved, and what it calls it. */
export function PaidFields({ entries }: { entries: Entries }) {
  const { t } = useWords()
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoiceField
          id="paid-method"
          name="method"
          label={t('expenses:pay.method')}
          defaultValue={entries.value('method')}
          error={entries.error('method')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...expenseMethods.map((value) => ({ value, label: t(`expenses:method.${value}`) })),
          ]}
        />
        <Field
          id="paid-reference"
          name="reference"
          label={t('expenses:pay.reference')}
          maxLength={60}
          autoComplete="off"
          defaultValue={entries.value('reference')}
          error={entries.error('reference')}
          required
        />
      </div>
      <MomentField id="paid-moment" entries={entries} />
    </>
  )
}
