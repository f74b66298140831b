import { useDay } from '#app/components/bank/use-day.ts'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { ShownLine } from '#app/domain/bank/reads/account-page.server.ts'
import type { OtherSides } from '#app/domain/bank/reads/own-transfers.server.ts'

type Props = {
  lines: ShownLine[]
  others: OtherSides
  timezone: string
  action: string
  answer: FormAnswer | undefined
}

/** Money that went from one of our accounts to another: its line here, and its line there or, until that comes, the account. */
export function OwnTransferForm({ lines, others, timezone, action, answer }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const day = useDay(timezone)
  const entries = useEntries(answer?.values.intent === 'own_transfer' ? answer : undefined)
  return (
    <section aria-labelledby="own-transfer" className="grid gap-3">
      <h2 id="own-transfer" className="text-l">
        {t('reconciliation:own_transfer.title')}
      </h2>
      <p className="measure text-s text-quiet">{t('reconciliation:own_transfer.lead')}</p>
      <ActForm
        action={action}
        refusal={entries.refusal}
        submit={t('reconciliation:own_transfer.submit')}
        tone="outline"
      >
        <input type="hidden" name="intent" value="own_transfer" />
        <ChoiceField
          id="own-transfer-line"
          name="lineId"
          label={t('reconciliation:own_transfer.line')}
          defaultValue={entries.value('lineId')}
          error={entries.error('lineId')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...lines.map((line) => ({
              value: String(line.id),
              label: `${day(line.day)}, ${money(line.amount)}, ${line.text}`,
            })),
          ]}
        />
        <ChoiceField
          id="own-transfer-other"
          name="other"
          label={t('reconciliation:own_transfer.other')}
          defaultValue={entries.value('other')}
          error={entries.error('other')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...others.lines.map((line) => ({
              value: `line:${line.id}`,
              label: `${line.account}, ${day(line.day)}, ${money(line.amount)}`,
            })),
            ...others.accounts.map((account) => ({
              value: `account:${account.id}`,
              label: t('reconciliation:own_transfer.not_yet', account),
            })),
          ]}
        />
      </ActForm>
    </section>
  )
}
