import { useState } from 'react'
import { merchantKinds, mostLines } from '#app/domain/expenses/expense.ts'
import type { ClaimFund } from '#app/domain/expenses/reads/claim-choices.server.ts'
import { Button } from '../button.tsx'
import { ChoiceField } from '../choice-field.tsx'
import type { Entries, FormAnswer } from '../disbursements/use-entries.ts'
import { Field } from '../field.tsx'
import { MoneyInput } from '../money-input.tsx'
import { useWords } from '../words.ts'

/** Rows that are there without scripts; those left empty are no lines. */
const rowsWithoutScripts = 6

type Props = { funds: ClaimFund[]; entries: Entries; answer: FormAnswer | undefined; onChange: () => void }

/** One row per receipt. With scripts, rows are added and taken away; without, there are a few, and empty ones do not count. */
export function ClaimLines({ funds, entries, answer, onChange }: Props) {
  const { t } = useWords()
  const [rows, setRows] = useState(() => Array.from({ length: rowsTyped(answer) }, (_, row) => row))
  const spare = Math.max(rowsWithoutScripts - rows.length, 0)
  const purposeCodes = [...new Set(funds.flatMap((fund) => fund.purposeCodes))]
  return (
    <div className="grid gap-6">
      {rows.map((row, position) => (
        <fieldset key={row} className="grid gap-4 border-t border-hairline pt-4">
          <LineFields position={position} purposeCodes={purposeCodes} entries={entries} />
          {rows.length > 1 && (
            <div>
              <Button
                type="button"
                tone="outline"
                className="noscript:hidden"
                onClick={() => {
                  setRows(rows.filter((other) => other !== row))
                  onChange()
                }}
              >
                {t('expenses:new.remove', { number: position + 1 })}
              </Button>
            </div>
          )}
        </fieldset>
      ))}
      {Array.from({ length: spare }, (_, index) => rows.length + index).map((position) => (
        <fieldset
          key={`spare-${position}`}
          className="hidden gap-4 border-t border-hairline pt-4 noscript:grid"
        >
          <LineFields position={position} purposeCodes={purposeCodes} entries={entries} />
        </fieldset>
      ))}
      {rows.length < mostLines && (
        <div className="noscript:hidden">
          <Button type="button" tone="outline" onClick={() => setRows([...rows, Math.max(...rows) + 1])}>
            {t('expenses:new.add')}
          </Button>
        </div>
      )}
    </div>
  )
}

type LineProps = { position: number; purposeCodes: string[]; entries: Entries }

function LineFields({ position, purposeCodes, entries }: LineProps) {
  const { t } = useWords()
  const named = (name: string, otherwise = '') => ({
    id: `line-${position}-${name}`,
    name: `lines[${position}].${name}`,
    error: entries.error(`lines[${position}].${name}`),
    defaultValue: entries.value(`lines[${position}].${name}`, otherwise),
  })
  const choose = { value: '', label: t('admin:choose') }
  const { id, name, error } = named('file')
  return (
    <>
      <legend className="contents font-semibold">{t('expenses:new.line', { number: position + 1 })}</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field {...named('day')} type="date" label={t('expenses:new.day')} />
        <MoneyInput {...named('amount')} label={t('expenses:new.amount')} />
        <ChoiceField
          {...named('purposeCode')}
          label={t('expenses:new.purpose')}
          choices={[choose, ...purposeCodes.map((value) => ({ value, label: t(`admin:purpose.${value}`) }))]}
        />
        <ChoiceField
          {...named('merchantKind')}
          label={t('expenses:new.merchant')}
          choices={[
            choose,
            ...merchantKinds.map((value) => ({ value, label: t(`expenses:merchant.${value}`) })),
          ]}
        />
        <Field
          {...named('receiptNumber')}
          label={t('expenses:new.receipt')}
          maxLength={60}
          autoComplete="off"
        />
      </div>
      <Field
        {...{ id, name, error }}
        type="file"
        accept="image/jpeg,image/png"
        label={t('expenses:new.file')}
      />
    </>
  )
}

/** As many rows as came back with something in them, and one at least. */
function rowsTyped(answer: FormAnswer | undefined): number {
  const typed = Object.entries(answer?.values ?? {}).flatMap(([name, value]) => {
    const [, row] = /^lines\[(\d+)\]/.exec(name) ?? []
    return row !== undefined && value !== '' ? [Number(row) + 1] : []
  })
  return Math.min(Math.max(1, ...typed), mostLines)
}
