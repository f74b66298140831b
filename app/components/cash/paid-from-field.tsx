import { useState } from 'react'
import type { LargeHandOver } from '#app/domain/cash/large-cash.ts'
import type { AdvanceFor } from '#app/domain/cash/reads/advances-for.server.ts'
import type { PartAdvances } from '#app/domain/disbursements/shared-bonds/part-advances.server.ts'
import { ChoiceField } from '../choice-field.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'
import { LargeCashNotice } from './large-cash-notice.tsx'

type Paying = { large: LargeHandOver; entries: Entries; timezone: string }

/**
 * Out of the bank, or out of cash that was signed out to the payer. Nothing is asked of who holds none. Says where it would be
 * large: out of the bank with what else it gave out within a day.
 */
export function PaidFromField({ advances, large, entries, timezone }: Paying & { advances: AdvanceFor[] }) {
  const { t } = useWords()
  const held = heldOf(advances)
  const [from, setFrom] = useState(entries.value('from', usualOf(held)))
  return (
    <>
      {held.length > 0 && (
        <SourceChoice
          {...{ held, from, timezone, name: 'from', label: t('cash:payment.from') }}
          error={entries.error('from')}
          onChoice={setFrom}
        />
      )}
      <Large large={large} isOfBank={from === 'bank'} />
    </>
  )
}

/** The same of a bond that funds share, of each part by itself: one fund's cash pays no part of another. */
export function PaidFromOfParts({ parts, large, entries, timezone }: Paying & { parts: PartAdvances[] }) {
  const { t } = useWords()
  const named = parts.map(({ fundName, advances }, index) => ({
    ...{ fundName, name: `from[${index}]`, held: heldOf(advances) },
  }))
  const [from, setFrom] = useState(named.map(({ name, held }) => entries.value(name, usualOf(held))))
  return (
    <>
      {named.map(
        ({ name, fundName, held }, index) =>
          held.length > 0 && (
            <SourceChoice
              key={name}
              {...{ held, name, timezone, from: from[index] ?? 'bank' }}
              label={t('cash:payment.from.part', { fund: fundName })}
              error={entries.error(name) ?? entries.error('from')}
              onChoice={(chosen) => setFrom(from.with(index, chosen))}
            />
          ),
      )}
      <Large large={large} isOfBank={from.includes('bank')} />
    </>
  )
}

const heldOf = (advances: AdvanceFor[]): AdvanceFor[] =>
  advances.filter(({ isMine, waits, leftCents }) => isMine && !waits && leftCents > 0n)

/** What was signed out for it is used for it. */
const usualOf = (held: AdvanceFor[]): string => held.find(({ covers }) => covers)?.id ?? 'bank'

type SourceChoiceProps = {
  held: AdvanceFor[]
  name: string
  label: string
  from: string
  error: string | undefined
  timezone: string
  onChoice: (from: string) => void
}

function SourceChoice({ held, name, label, from, error, timezone, onChoice }: SourceChoiceProps) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  return (
    <ChoiceField
      id={`payment-${name}`}
      name={name}
      label={label}
      hint={t('cash:payment.from.hint')}
      defaultValue={from}
      onChange={(event) => onChoice(event.currentTarget.value)}
      error={error}
      required
      choices={[
        { value: 'bank', label: t('cash:place.bank') },
        ...held.map(({ id, leftCents }) => ({
          value: id,
          label: t('cash:payment.from.advance', { left: money(leftCents) }),
        })),
      ]}
    />
  )
}

function Large({ large, isOfBank }: { large: LargeHandOver; isOfBank: boolean }) {
  const cents = isOfBank ? large.largeAtBankCents : large.largeCents
  return <div aria-live="polite">{cents !== null && <LargeCashNotice cents={cents} />}</div>
}
