import { useState } from 'react'
import { cashPlaces } from '#app/domain/cash/cash.ts'
import { isLargeCash } from '#app/domain/cash/large-cash.ts'
import type { AdvancePage } from '#app/domain/cash/reads/advance-page.server.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { MomentField } from '../disbursements/moment-field.tsx'
import { type Entries, type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { MoneyInput } from '../money-input.tsx'
import { useWords } from '../words.ts'
import { LargeCashNotice } from './large-cash-notice.tsx'
import { WitnessField } from './witness-field.tsx'

/** What is left of an advance, counted back by two. */
export function BackForm({ page, answer }: { page: AdvancePage; answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('cash:back.title')}</h2>
      <ActForm action={paths.advance(page.id)} refusal={entries.refusal} submit={t('cash:back.submit')}>
        <input type="hidden" name="act" value="bring_back" />
        <HowMuchBack entries={entries} page={page} />
        <WitnessField id="back-witness" entries={entries} witnesses={page.witnesses} />
        <MomentField id="back-moment" entries={entries} />
      </ActForm>
    </section>
  )
}

type HowMuchBackProps = {
  entries: Entries
  page: Pick<AdvancePage, 'uncountedCents' | 'source' | 'movedWithinADay'>
}

/** Says while it is typed that this, with what else was paid into the bank within a day, is large. A box reports nothing. */
export function HowMuchBack({ entries, page }: HowMuchBackProps) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const [to, setTo] = useState(entries.value('broughtTo', page.source))
  const [amount, setAmount] = useState(entries.value('amount'))
  const read = parseDollars(amount)
  const together = read.ok && to === 'bank' ? read.cents + page.movedWithinADay.bank : 0n
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <MoneyInput
          id="back-amount"
          name="amount"
          label={t('cash:back.amount')}
          hint={t('cash:back.amount.hint', { left: money(page.uncountedCents) })}
          defaultValue={amount}
          onChange={(event) => setAmount(event.currentTarget.value)}
          error={entries.error('amount')}
          required
        />
        <ChoiceField
          id="back-to"
          name="broughtTo"
          label={t('cash:back.to')}
          hint={t('cash:back.to.hint')}
          defaultValue={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={entries.error('broughtTo')}
          required
          choices={cashPlaces.map((value) => ({ value, label: t(`cash:place.${value}`) }))}
        />
      </div>
      <div aria-live="polite">{isLargeCash(together) && <LargeCashNotice cents={together} />}</div>
    </>
  )
}
