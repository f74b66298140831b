import { CheckField } from '#app/components/check-field.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { useWords } from '#app/components/words.ts'
import { type CsvLayout, dayOrders, delimiters } from '#app/domain/bank/statement/csv-layout.ts'

type Props = {
  action: string
  entries: Entries
  table: { rows: { row: number; text: string }[]; firstRow: number; headings: string[] }
  layout: CsvLayout | null
}

/** Which column of this bank's CSV is what; kept for the files that come. */
export function Columns({ action, entries, table, layout }: Props) {
  const { t } = useWords()
  const amounts = layout?.amounts ?? null
  // Where the row that was chosen is empty in this file, the table begins in the next.
  const rowAt = table.rows.find(({ row }) => row >= table.firstRow)
  const before: Record<string, string> = {
    delimiter: layout?.delimiter ?? 'comma',
    firstRow: String(rowAt?.row ?? 1),
    hasHeadings: layout?.hasHeadings === false ? 'no' : 'yes',
    day: String(layout?.day ?? ''),
    dayOrder: layout?.dayOrder ?? 'mdy',
    amount: amounts && 'one' in amounts ? String(amounts.one) : '',
    direction: amounts && 'one' in amounts ? String(amounts.direction ?? '') : '',
    moneyIn: amounts && 'moneyIn' in amounts ? String(amounts.moneyIn) : '',
    moneyOut: amounts && 'moneyOut' in amounts ? String(amounts.moneyOut) : '',
    signs: layout?.signs ?? 'as_written',
    decimal: layout?.decimal ?? 'point',
    balance: String(layout?.balance ?? ''),
  }
  const columns = table.headings.map((heading, index) => ({
    value: String(index + 1),
    label: t('reconciliation:columns.name', { number: index + 1, heading: heading || '–' }),
  }))
  const none = { value: '', label: t('reconciliation:columns.none') }
  const choice = (name: string, choices: { value: string; label: string }[]) => (
    <ChoiceField
      name={name}
      label={t(`reconciliation:columns.${name}`)}
      defaultValue={entries.value(name, before[name])}
      error={entries.error(name)}
      choices={choices}
    />
  )
  const words = (name: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`reconciliation:columns.${name}.${value}`) }))
  const ticked = entries.isBack ? entries.all('text') : (layout?.text.map(String) ?? [])
  return (
    <section aria-labelledby="columns" className="grid gap-3">
      <h2 id="columns" className="text-l">
        {t('reconciliation:columns.title')}
      </h2>
      <p className="measure text-s text-quiet">{t('reconciliation:columns.lead')}</p>
      <ActForm action={action} refusal={null} submit={t('reconciliation:columns.submit')} tone="outline">
        <input type="hidden" name="intent" value="layout" />
        {choice('delimiter', words('delimiter', Object.keys(delimiters)))}
        {choice(
          'firstRow',
          table.rows.map(({ row, text }) => ({
            value: String(row),
            label: t('reconciliation:columns.name', { number: row, heading: text }),
          })),
        )}
        {choice('hasHeadings', words('hasHeadings', ['yes', 'no']))}
        {choice('day', [{ value: '', label: t('admin:choose') }, ...columns])}
        {choice('dayOrder', words('dayOrder', dayOrders))}
        {choice('amount', [none, ...columns])}
        {choice('direction', [none, ...columns])}
        {choice('moneyIn', [none, ...columns])}
        {choice('moneyOut', [none, ...columns])}
        {choice('balance', [none, ...columns])}
        {choice('signs', words('signs', ['as_written', 'reversed']))}
        {choice('decimal', words('decimal', ['point', 'comma']))}
        <fieldset className="grid gap-2">
          <legend className="mb-1 font-semibold">{t('reconciliation:columns.text')}</legend>
          {columns.map(({ value, label }) => (
            <CheckField
              key={value}
              id={`text-${value}`}
              name="text"
              value={value}
              label={label}
              defaultChecked={ticked.includes(value)}
            />
          ))}
        </fieldset>
      </ActForm>
    </section>
  )
}
