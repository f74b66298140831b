import type { AdvanceFor } from '#app/domain/cash/reads/advances-for.server.ts'
import { ChoiceField } from '../choice-field.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'

type Props = { advances: AdvanceFor[]; entries: Entries; timezone: string }

/** Out of the bank, or out of cash that was signed out to the payer. Nothing is asked of who holds none. */
export function PaidFromField({ advances, entries, timezone }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const held = advances.filter(({ isMine, waits, leftCents }) => isMine && !waits && leftCents > 0n)
  if (held.length === 0) return null
  return (
    <ChoiceField
      id="payment-from"
      name="from"
      label={t('cash:payment.from')}
      hint={t('cash:payment.from.hint')}
      defaultValue={entries.value('from', held.find(({ covers }) => covers)?.id ?? 'bank')}
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
  )
}
