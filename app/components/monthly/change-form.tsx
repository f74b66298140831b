import type { ReactNode } from 'react'
import { Button } from '#app/components/button.tsx'
import { CheckField } from '#app/components/check-field.tsx'
import { Field, FieldError } from '#app/components/field.tsx'
import { MoneyInput } from '#app/components/money-input.tsx'
import { FundPurpose, type Purpose } from '#app/components/purpose-words.tsx'
import { useWords } from '#app/components/words.ts'

export type ChangeKind = 'amount' | 'split' | 'day' | 'skip' | 'pause' | 'resume' | 'keep' | 'undo'

/** What each form begins with: the gift as it is. */
export type ChangeFacts = {
  amount: string
  coversFee: boolean
  day: number | null
  choices: (Purpose & { fundId: string; slug: string; name: string; share: string })[]
}

type TypedEntries = {
  valueOf: (name: string) => string | undefined
  errorOf: (name: string) => string | undefined
}

type ChangeFormProps = { kind: ChangeKind; facts: ChangeFacts; to: string; entries: TypedEntries }

/** One change, asked for by a plain form that leads to a page which says what would happen. Nothing changes by sending it. */
export function ChangeForm({ kind, facts, to, entries }: ChangeFormProps) {
  const { t } = useWords()
  return (
    <form method="get" action={to} className="grid gap-5">
      <input type="hidden" name="change" value={kind} />
      {entriesOf[kind]?.({ facts, entries, t })}
      <div>
        <Button tone="outline">{t('give:monthly.look')}</Button>
        <p className="measure mt-2 text-s text-quiet">{t('give:monthly.look.hint')}</p>
      </div>
    </form>
  )
}

type Entries = (of: { facts: ChangeFacts; entries: TypedEntries; t: (key: string) => string }) => ReactNode

const entriesOf: Partial<Record<ChangeKind, Entries>> = {
  amount: ({ facts, entries, t }) => (
    <>
      <MoneyInput
        name="amount"
        label={t('give:monthly.amount.label')}
        hint={t('give:monthly.amount.hint')}
        defaultValue={entries.valueOf('amount') ?? facts.amount}
        error={entries.errorOf('amount')}
        className="max-w-60"
      />
      <CheckField
        name="coverFee"
        value="on"
        label={t('give:fee.label')}
        hint={t('give:monthly.fee.hint')}
        defaultChecked={entries.valueOf('amount') ? entries.valueOf('coverFee') === 'on' : facts.coversFee}
      />
    </>
  ),
  day: ({ facts, entries, t }) => (
    <Field
      name="day"
      type="number"
      min={1}
      max={28}
      inputMode="numeric"
      label={t('give:monthly.day.label')}
      hint={t('give:monthly.day.hint')}
      defaultValue={entries.valueOf('day') ?? facts.day ?? ''}
      error={entries.errorOf('day')}
      className="max-w-60"
    />
  ),
  split: ({ facts, entries, t }) => (
    <fieldset className="grid gap-4">
      <legend className="mb-2 font-semibold">{t('give:monthly.split.legend')}</legend>
      <p className="measure text-s text-quiet">{t('give:monthly.split.hint')}</p>
      {facts.choices.map(({ share, ...fund }, index) => (
        <div key={fund.fundId}>
          <input type="hidden" name={`parts[${index}].fund`} value={fund.fundId} />
          <Field
            name={`parts[${index}].share`}
            id={`share-${index}`}
            inputMode="numeric"
            autoComplete="off"
            label={fund.name}
            defaultValue={entries.valueOf(`parts[${index}].share`) ?? share}
            error={entries.errorOf(`parts[${index}].share`)}
            className="grid max-w-100 grid-cols-[1fr_6rem] items-center gap-x-4"
          />
          <FundPurpose fund={fund} />
        </div>
      ))}
      <FieldError id="shares" error={entries.errorOf('shares')} />
    </fieldset>
  ),
  pause: ({ entries, t }) => (
    <Field
      name="until"
      type="date"
      label={t('give:monthly.pause.label')}
      hint={t('give:monthly.pause.hint')}
      defaultValue={entries.valueOf('until') ?? ''}
      error={entries.errorOf('until')}
      className="max-w-60"
    />
  ),
}
