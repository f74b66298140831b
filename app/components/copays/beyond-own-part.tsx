import type { DisbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { ChoiceField } from '../choice-field.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { MoneyInput } from '../money-input.tsx'
import { useWords } from '../words.ts'

type Props = { page: Pick<DisbursementPage, 'kind' | 'family'>; entries: Entries; timezone: string }

/** What goes into the bond beside the fund's own part, and what the bond can cost beyond its deposit. */
export function BeyondOwnPart({ page, entries, timezone }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const held = (page.family?.agreements ?? []).filter(({ unclaimed }) => unclaimed > 0n)
  const [only] = held
  return (
    <>
      {only && (
        <div className="grid gap-4 sm:grid-cols-2">
          <MoneyInput
            id="payment-family"
            name="familyPart"
            label={t('copay:payment.family')}
            hint={t('copay:payment.family.hint', {
              held: money(held.reduce((sum, { unclaimed }) => sum + unclaimed, 0n)),
            })}
            defaultValue={entries.value('familyPart')}
            error={entries.error('familyPart')}
          />
          <ChoiceField
            id="payment-agreement"
            name="agreementId"
            label={t('copay:payment.agreement')}
            defaultValue={entries.value('agreementId', only.id)}
            error={entries.error('agreementId')}
            choices={held.map(({ id, paperNumber, unclaimed }) => ({
              value: id,
              label: t('copay:payment.agreement.one', { number: paperNumber, held: money(unclaimed) }),
            }))}
          />
        </div>
      )}
      {page.kind === 'court_bail' && (
        <MoneyInput
          id="payment-exposure"
          name="exposure"
          label={t('copay:payment.exposure')}
          hint={t('copay:payment.exposure.hint')}
          defaultValue={entries.value('exposure')}
          error={entries.error('exposure')}
        />
      )}
    </>
  )
}
