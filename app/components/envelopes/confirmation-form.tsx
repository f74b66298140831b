import type { EnvelopePage } from '#app/domain/envelopes/reads/envelope-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { CheckField } from '../check-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import type { Factors } from '../disbursements/approval-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'

type Props = {
  factors: Factors
  page: EnvelopePage
  draw: EnvelopePage['draws'][number]
  timezone: string
  answer?: FormAnswer | undefined
}

/** With the receipt in hand: the number and the sum on it are those of the draw. */
export function ConfirmationForm({ page, draw, timezone, factors, answer }: Props) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const entries = useEntries(answer)
  return (
    <ActForm
      action={paths.drawConfirmation(page.id)}
      refusal={entries.refusal}
      submit={t('envelope:confirmation.submit')}
    >
      <input type="hidden" name="disbursementId" value={draw.disbursementId} />
      <CheckField
        id={`receipt-${draw.disbursementId}`}
        name="receiptInHand"
        label={t('envelope:confirmation.receipt')}
        hint={t('envelope:confirmation.receipt.hint', {
          number: draw.receiptNumber,
          amount: money(draw.amount),
          moment: minute(draw.at),
        })}
        error={entries.error('receiptInHand')}
        required
      />
      <StepUpFields boundTo={boundTo.confirmDraw(draw)} {...factors} error={entries.error('code')} />
    </ActForm>
  )
}
