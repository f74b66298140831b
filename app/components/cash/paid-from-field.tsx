import { useState } from 'react'
import type { LargeHandOver } from '#app/domain/cash/large-cash.ts'
import type { AdvanceFor } from '#app/domain/cash/reads/advances-for.server.ts'
import { cardSource, cardSourcePattern } from '#app/domain/disbursements/card-source.ts'
import type { PartAdvances } from '#app/domain/disbursements/shared-bonds/part-advances.server.ts'
import { ChoiceField } from '../choice-field.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'
import { LargeCashNotice } from './large-cash-notice.tsx'

type Paying = { large: LargeHandOver; entries: Entries; timezone: string }

type Sources = { advances: AdvanceFor[]; cards: string[] }

/**
 * Out of the bank, out of cash that was signed out to the payer, or with a card: one of the fund's that have statements, or a debit
 * card. The bank stands chosen, so that nothing has to be said but which card was used at a kiosk. Nothing is asked where there is
 * neither cash nor such a card. Says where it would be large: out of the bank with what else it gave out within a day.
 */
export function PaidFromField({ advances, cards, large, entries, timezone }: Paying & Sources) {
  const { t } = useWords()
  const held = heldOf(advances)
  const [from, setFrom] = useState(entries.value('from', usualOf(held)))
  return (
    <>
      {held.length + cards.length > 0 && (
        <SourceChoice
          {...{ held, cards, from, timezone, name: 'from', label: t('cash:payment.from') }}
          error={entries.error('from')}
          onChoice={setFrom}
        />
      )}
      {!isCard(from) && <Large large={large} isOfBank={isBank(from)} />}
    </>
  )
}

/** The same of a bond that funds share, of each part by itself: one fund's cash or card pays no part of another. */
export function PaidFromOfParts({ parts, large, entries, timezone }: Paying & { parts: PartAdvances[] }) {
  const { t } = useWords()
  const named = parts.map(({ fundName, advances, cards }, index) => ({
    ...{ fundName, name: `from[${index}]`, held: heldOf(advances), cards },
  }))
  const [from, setFrom] = useState(named.map(({ name, held }) => entries.value(name, usualOf(held))))
  return (
    <>
      {named.map(
        ({ name, fundName, held, cards }, index) =>
          held.length + cards.length > 0 && (
            <SourceChoice
              key={name}
              {...{ held, cards, name, timezone, from: from[index] ?? 'bank' }}
              label={t('cash:payment.from.part', { fund: fundName })}
              error={entries.error(name) ?? entries.error('from')}
              onChoice={(chosen) => setFrom(from.with(index, chosen))}
            />
          ),
      )}
      {!from.every(isCard) && <Large large={large} isOfBank={from.some(isBank)} />}
    </>
  )
}

const heldOf = (advances: AdvanceFor[]): AdvanceFor[] =>
  advances.filter(({ isMine, waits, leftCents }) => isMine && !waits && leftCents > 0n)

/** What was signed out for it is used for it. */
const usualOf = (held: AdvanceFor[]): string => held.find(({ covers }) => covers)?.id ?? 'bank'

const isCard = (from: string): boolean => cardSourcePattern.test(from)
const isBank = (from: string): boolean => from === 'bank' || from === 'debit_card'

type SourceChoiceProps = {
  held: AdvanceFor[]
  cards: string[]
  name: string
  label: string
  from: string
  error: string | undefined
  timezone: string
  onChoice: (from: string) => void
}

function SourceChoice({ held, cards, name, label, from, error, timezone, onChoice }: SourceChoiceProps) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  return (
    <ChoiceField
      id={`payment-${name}`}
      name={name}
      label={label}
      hint={t(cards.length > 0 ? 'cash:payment.from.hint.card' : 'cash:payment.from.hint')}
      defaultValue={from}
      onChange={(event) => onChoice(event.currentTarget.value)}
      error={error}
      choices={[
        { value: 'bank', label: t('cash:place.bank') },
        ...held.map(({ id, leftCents }) => ({
          value: id,
          label: t('cash:payment.from.advance', { left: money(leftCents) }),
        })),
        ...(cards.length > 0 ? [{ value: 'debit_card', label: t('cash:payment.from.debit') }] : []),
        ...cards.map((last4) => ({
          value: cardSource(last4),
          label: t('cash:payment.from.card', { last4 }),
        })),
      ]}
    />
  )
}

function Large({ large, isOfBank }: { large: LargeHandOver; isOfBank: boolean }) {
  const cents = isOfBank ? large.largeAtBankCents : large.largeCents
  return <div aria-live="polite">{cents !== null && <LargeCashNotice cents={cents} />}</div>
}
