import { offerAnswers } from '#app/domain/copays/copay.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import type { FormAnswer } from '../form-answer.ts'
import { useWords } from '../words.ts'

/** What the relative answered. */
export function OfferEntries({ disbursementId, answer }: { disbursementId: string; answer: FormAnswer }) {
  const { t } = useWords()
  return (
    <ActForm
      action={paths.family(disbursementId)}
      refusal={answer.refusal ?? null}
      submit={t('copay:offer.submit')}
      tone="outline"
    >
      <input type="hidden" name="intent" value="offer" />
      <ChoiceField
        id="offer-answer"
        name="answer"
        label={t('copay:offer.answer')}
        defaultValue={answer.valueOf('answer') ?? ''}
        error={answer.errorOf('answer')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...offerAnswers.map((value) => ({ value, label: t(`copay:offer.answer.${value}`) })),
        ]}
      />
    </ActForm>
  )
}
