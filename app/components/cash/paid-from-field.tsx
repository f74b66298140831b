import { useState } from 'react'
import type { LargeHandOver } from '#app/domain/cash/large-cash.ts'
import type { AdvanceFor } from '#app/domain/cash/reads/advances-for.server.ts'
import { ChoiceField } from '../choice-field.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'
import { LargeCashNotice } from './large-cash-notice.tsx'

type Props = { advances: AdvanceFor[]; large: LargeHandOver; entries: Entries; timezone: string }

/**
 * Out of the bank, or out of cash that was signed out to the payer. Nothing is asked of who holds none. Says where it would be
 * large: out of the bank with what else it gave out within a day.
 */
export function PaidFromField({ advances, large, entries, timezone }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const held = advances.filter(({ isMine, waits, leftCents }) => isMine && !waits && leftCents > 0n)
  const [from, setFrom] = useState(entries.value('from', held.find(({ covers }) => covers)?.id ?? 'bank'))
  const cents = from === 'bank' ? large.largeAtBankCents : large.largeCents
  return (
    <>
      {held.length > 0 && (
        <ChoiceField
          id="payment-from"
          name="from"
          label={t('cash:payment.from')}
          hint={t('cash:payment.from.hint')}
          defaultValue={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
          error={entries.error('from')}
          required
          choices={[
            { value: 'bank', label: t('cash:place.bank') },
            ...held.map(({ id, leftCents }) => ({
              value: id,
              label: t('cash:payment.from.advance', { left: money(leftCents) }),
            })),
          ]}
        />
      )}
      <div aria-live="polite">{cents !== null && <LargeCashNotice cents={cents} />}</div>
    </>
  )
}
