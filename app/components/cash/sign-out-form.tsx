import { useState } from 'react'
import { cashPlaces } from '#app/domain/cash/cash.ts'
import { isLargeCash } from '#app/domain/cash/large-cash.ts'
import type { SignOutChoices } from '#app/domain/cash/reads/sign-out-choices.server.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { paths } from '#app/http/paths.ts'
import { CheckField } from '../check-field.tsx'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { MomentField } from '../disbursements/moment-field.tsx'
import { type Entries, type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { FieldError } from '../field.tsx'
import { MoneyInput } from '../money-input.tsx'
import { useWords } from '../words.ts'
import { LargeCashNotice } from './large-cash-notice.tsx'

/** The first signature: how much, out of where, to whom, and for what. */
export function SignOutForm({ choices, answer }: SignOutFormProps) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const entries = useEntries(answer)
  const { funds, chosen } = choices
  const [fundId, setFundId] = useState(entries.value('fundId', chosen?.fundId ?? funds[0]?.id))
  const fund = funds.find(({ id }) => id === fundId)
  const ticked = answer ? [answer.values.disbursementIds ?? []].flat() : chosen ? [chosen.id] : []
  const choose = { value: '', label: t('admin:choose') }
  return (
    <ActForm action={paths.signOutCash()} refusal={entries.refusal} submit={t('cash:out.submit')}>
      <ChoiceField
        id="out-fund"
        name="fundId"
        label={t('admin:fact.fund')}
        value={fundId}
        onChange={(event) => setFundId(event.currentTarget.value)}
        error={entries.error('fundId')}
        required
        choices={funds.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <ChoiceField
        id="out-poster"
        key={fundId}
        name="posterId"
        label={t('cash:out.poster')}
        hint={t('cash:out.poster.hint')}
        defaultValue={entries.value('posterId')}
        error={entries.error('posterId')}
        required
        choices={[choose, ...(fund?.posters ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
      />
      {fund && fund.disbursements.length > 0 && (
        <fieldset key={`for-${fundId}`} className="grid gap-1">
          <legend className="font-semibold">{t('cash:out.for')}</legend>
          <p className="measure text-s text-quiet">{t('cash:out.for.hint')}</p>
          {fund.disbursements.map(({ id, caseCode, totalCents, familyCents }) => (
            <CheckField
              key={id}
              id={`out-${id}`}
              name="disbursementIds"
              value={id}
              defaultChecked={ticked.includes(id)}
              label={
                familyCents > 0n
                  ? t('cash:out.for.shared', {
                      ...{ code: caseCode, own: money(totalCents), family: money(familyCents) },
                      together: money(totalCents + familyCents),
                    })
                  : t('cash:out.for.one', { code: caseCode, amount: money(totalCents) })
              }
            />
          ))}
          <FieldError id="out-for" error={entries.error('disbursementIds')} />
        </fieldset>
      )}
      <HowMuchOut entries={entries} choices={choices} />
      <MomentField id="out-moment" entries={entries} />
    </ActForm>
  )
}

type HowMuchOutProps = { entries: Entries; choices: Pick<SignOutChoices, 'chosen' | 'drawnCents'> }

/** Says while it is typed that this is large: with what belongs to the case, or with what else the bank gave out within a day. */
export function HowMuchOut({ entries, choices: { chosen, drawnCents } }: HowMuchOutProps) {
  const { t } = useWords()
  const meant = chosen ? dollars(chosen.totalCents + chosen.familyCents) : ''
  const [amount, setAmount] = useState(entries.value('amount', meant))
  const [source, setSource] = useState(entries.value('source', 'bank'))
  const read = parseDollars(amount)
  const drawn = read.ok ? read.cents + (source === 'bank' ? drawnCents : 0n) : 0n
  const ofCase = chosen?.largeCents ?? 0n
  const together = drawn > ofCase ? drawn : ofCase
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <MoneyInput
          id="out-amount"
          name="amount"
          label={t('cash:out.amount')}
          hint={t('cash:out.amount.hint')}
          defaultValue={amount}
          onChange={(event) => setAmount(event.currentTarget.value)}
          error={entries.error('amount')}
          required
        />
        <ChoiceField
          id="out-source"
          name="source"
          label={t('cash:out.source')}
          defaultValue={source}
          onChange={(event) => setSource(event.currentTarget.value)}
          error={entries.error('source')}
          required
          choices={cashPlaces.map((value) => ({ value, label: t(`cash:place.${value}`) }))}
        />
      </div>
      <div aria-live="polite">{isLargeCash(together) && <LargeCashNotice cents={together} />}</div>
    </>
  )
}

/** As a person would type it: the field reads it back to the cent. */
const dollars = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`

type SignOutFormProps = { choices: SignOutChoices; answer?: FormAnswer | undefined }
