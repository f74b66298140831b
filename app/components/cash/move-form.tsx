import { useState } from 'react'
import { type CashPlace, cashPlaces } from '#app/domain/cash/cash.ts'
import { isLargeCash } from '#app/domain/cash/large-cash.ts'
import type { BoxPage } from '#app/domain/cash/reads/box-page.server.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { MomentField } from '../disbursements/moment-field.tsx'
import { type Entries, type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { MoneyInput } from '../money-input.tsx'
import { useWords } from '../words.ts'
import { LargeCashNotice } from './large-cash-notice.tsx'
import { WitnessField } from './witness-field.tsx'

type MoveFormProps = { page: BoxPage; answer: FormAnswer | undefined }

/** Cash that goes from the box to the bank or from the bank into the box. */
export function MoveForm({ page, answer }: MoveFormProps) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <section className="grid content-start gap-4">
      <h2 className="text-l">{t('cash:move.title')}</h2>
      <ActForm action={paths.cashBox(page.fundId)} refusal={entries.refusal} submit={t('cash:move.submit')}>
        <input type="hidden" name="act" value="move" />
        <HowMuchWhere entries={entries} moved={page.movedWithinADay} />
        <WitnessField id="move-witness" entries={entries} witnesses={page.witnesses} />
        <MomentField id="move-moment" entries={entries} />
      </ActForm>
    </section>
  )
}

type HowMuchWhereProps = { entries: Entries; moved: Record<CashPlace, bigint> }

/** Says while it is typed that this, with what went the same way within a day, is large. */
export function HowMuchWhere({ entries, moved }: HowMuchWhereProps) {
  const { t } = useWords()
  const [to, setTo] = useState(entries.value('to'))
  const [amount, setAmount] = useState(entries.value('amount'))
  const place = cashPlaces.find((each) => each === to)
  const read = parseDollars(amount)
  const together = read.ok ? read.cents + (place ? moved[place] : 0n) : 0n
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoiceField
          id="move-to"
          name="to"
          label={t('cash:move.to')}
          defaultValue={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={entries.error('to')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...cashPlaces.map((value) => ({ value, label: t(`cash:move.to.${value}`) })),
          ]}
        />
        <MoneyInput
          id="move-amount"
          name="amount"
          label={t('cash:move.amount')}
          defaultValue={amount}
          onChange={(event) => setAmount(event.currentTarget.value)}
          error={entries.error('amount')}
          required
        />
      </div>
      <div aria-live="polite">{isLargeCash(together) && <LargeCashNotice cents={together} />}</div>
    </>
  )
}
