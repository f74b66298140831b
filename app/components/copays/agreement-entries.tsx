import { paperLanguages } from '#app/domain/copays/texts/texts.ts'
import { paths } from '#app/http/paths.ts'
import { nativeNames } from '#app/words/languages.ts'
import { Button } from '../button.tsx'
import { CheckField } from '../check-field.tsx'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { Field } from '../field.tsx'
import type { FormAnswer } from '../form-answer.ts'
import { MoneyInput } from '../money-input.tsx'
import { useWords } from '../words.ts'
import { ReadAloudEntries } from './read-aloud-entries.tsx'

const choices = paperLanguages.map((language) => ({ value: language, label: nativeNames[language] }))

/** First the paper to print and read together; then what stands on the signed one. */
export function AgreementEntries({ disbursementId, answer }: { disbursementId: string; answer: FormAnswer }) {
  const { t } = useWords()
  return (
    <>
      <p className="measure text-quiet">{t('copay:agreement.lead')}</p>
      <form method="get" action={paths.blankCopayPaper(disbursementId)} className="grid max-w-[36rem] gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <ChoiceField
            id="paper-language"
            name="language"
            label={t('copay:agreement.language')}
            choices={choices}
          />
          <MoneyInput id="paper-amount" name="amount" label={t('copay:agreement.amount')} required />
        </div>
        <CheckField
          id="paper-aloud"
          name="aloud"
          label={t('copay:agreement.aloud')}
          hint={t('copay:agreement.aloud.hint')}
        />
        <div>
          <Button tone="outline">{t('copay:agreement.print')}</Button>
        </div>
      </form>
      <h3 className="font-semibold">{t('copay:agreement.signed')}</h3>
      <p className="measure text-quiet">{t('copay:agreement.signed.hint')}</p>
      <ActForm
        action={paths.family(disbursementId)}
        refusal={answer.refusal ?? null}
        submit={t('copay:agreement.submit')}
      >
        <input type="hidden" name="intent" value="agreement" />
        <div className="grid gap-4 sm:grid-cols-2">
          <ChoiceField
            id="agreement-language"
            name="language"
            label={t('copay:agreement.language')}
            defaultValue={answer.valueOf('language') ?? 'en'}
            error={answer.errorOf('language')}
            choices={choices}
          />
          <MoneyInput
            id="agreement-amount"
            name="amount"
            label={t('copay:agreement.amount')}
            defaultValue={answer.valueOf('amount')}
            error={answer.errorOf('amount')}
            required
          />
          <Field
            id="agreement-number"
            name="paperNumber"
            label={t('copay:paper.number')}
            hint={t('copay:agreement.number.hint')}
            maxLength={60}
            defaultValue={answer.valueOf('paperNumber')}
            error={answer.errorOf('paperNumber')}
            required
          />
          <Field
            id="agreement-day"
            name="signedOn"
            type="date"
            label={t('copay:agreement.day')}
            defaultValue={answer.valueOf('signedOn')}
            error={answer.errorOf('signedOn')}
            required
          />
        </div>
        <Field
          id="agreement-signer"
          name="signer"
          label={t('copay:agreement.signer')}
          hint={t('copay:agreement.signer.hint')}
          autoComplete="off"
          maxLength={120}
          defaultValue={answer.valueOf('signer')}
          error={answer.errorOf('signer')}
          required
        />
        <ReadAloudEntries answer={answer} />
      </ActForm>
    </>
  )
}
