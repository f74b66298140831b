import type { TrueReason } from '#app/domain/vault/reasons.ts'
import { paths } from '#app/http/paths.ts'
import { Confirm } from '../confirm.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { NoReason, ReasonField } from '../reason-field.tsx'
import { useWords } from '../words.ts'

type Props = {
  agreementId: string
  /** Why they may look today. */
  reasons: TrueReason[]
  answer: FormAnswer | undefined
}

/** Asking who signed: with a reason, answered on the paper itself and nowhere else. */
export function SignerForm({ agreementId, reasons, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  if (reasons.length === 0) return <NoReason />
  return (
    <Confirm ask={t('copay:paper.ask')} tone="outline" open={entries.isBack}>
      <ActForm
        action={paths.copayPaper(agreementId)}
        refusal={entries.refusal}
        submit={t('copay:paper.show')}
        tone="outline"
      >
        <input type="hidden" name="intent" value="reveal" />
        <ReasonField reasons={reasons} value={entries.value('reason')} error={entries.error('reason')} />
      </ActForm>
    </Confirm>
  )
}
