import { type FormEvent, useRef, useState } from 'react'
import { expenseKinds } from '#app/domain/expenses/expense.ts'
import type { ClaimFund } from '#app/domain/expenses/reads/claim-choices.server.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Field, FieldError } from '../field.tsx'
import { Notice } from '../notice.tsx'
import { useWords } from '../words.ts'
import { ClaimLines } from './claim-lines.tsx'
import { tooLargeToSend } from './too-large-to-send.ts'

/**
 * What was spent for one fund, receipt by receipt. Without scripts a browser brings typed words back but no files, and the form
 * says so; with them it stays as it is, and what is too large is refused before it travels.
 */
export function ClaimForm({ funds, answer }: { funds: ClaimFund[]; answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const entries = useEntries(answer)
  const typed = useRef<HTMLDivElement>(null)
  const [total, setTotal] = useState(0n)
  const [tooLarge, setTooLarge] = useState<string | null>(null)
  const addUp = () => setTotal(sumOf(typed.current))
  const send = (event: FormEvent<HTMLFormElement>) => {
    const refusal = tooLargeToSend(event.currentTarget)
    setTooLarge(refusal && t(`errors:${refusal}`))
    if (refusal) event.preventDefault()
  }
  return (
    <ActForm
      action={paths.claimExpense()}
      refusal={tooLarge ?? entries.refusal}
      submit={t('expenses:new.submit')}
      encType="multipart/form-data"
      onSubmit={send}
    >
      {entries.isBack && (
        <div className="hidden noscript:block">
          <Notice>{t('expenses:new.files_again')}</Notice>
        </div>
      )}
      <ChoiceField
        id="claim-fund"
        name="fundId"
        label={t('admin:fact.fund')}
        defaultValue={entries.value('fundId', funds.length === 1 ? funds[0]?.id : '')}
        error={entries.error('fundId')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...funds.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoiceField
          id="claim-kind"
          name="kind"
          label={t('expenses:column.kind')}
          defaultValue={entries.value('kind', 'reimbursement')}
          error={entries.error('kind')}
          required
          choices={expenseKinds.map((value) => ({ value, label: t(`expenses:kind.${value}`) }))}
        />
        <Field
          id="claim-card"
          name="cardLast4"
          label={t('expenses:new.card')}
          inputMode="numeric"
          autoComplete="off"
          maxLength={4}
          dir="ltr"
          defaultValue={entries.value('cardLast4')}
          error={entries.error('cardLast4')}
        />
      </div>
      <p className="measure text-s text-quiet">
        {t('expenses:new.purpose.hint')} {t('expenses:new.file.hint')}
      </p>
      <div ref={typed} onInput={addUp}>
        <ClaimLines funds={funds} entries={entries} answer={answer} onChange={() => setTimeout(addUp)} />
      </div>
      <FieldError id="claim-lines" error={entries.error('lines')} />
      <p className="noscript:hidden" aria-live="polite">
        {t('expenses:new.total')} <strong className="figures">{money(total)}</strong>
      </p>
    </ActForm>
  )
}

/** What can be read of the amounts so far; the server reads them again. */
function sumOf(rows: HTMLElement | null): bigint {
  let sum = 0n
  for (const entry of rows?.querySelectorAll<HTMLInputElement>('[name$=".amount"]') ?? []) {
    const read = parseDollars(entry.value)
    if (read.ok) sum += read.cents
  }
  return sum
}
