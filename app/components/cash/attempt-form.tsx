import { attemptReasons } from '#app/domain/cash/cash.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { MomentField } from '../disbursements/moment-field.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useWords } from '../words.ts'

type Props = {
  action: string
  /** Which of them it was; nothing is asked where the page is of one. */
  of?: { disbursementId: string; caseCode: string }[]
  answer: FormAnswer | undefined
}

/** That a bond could not be posted, and why. */
export function AttemptForm({ action, of, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const choose = { value: '', label: t('admin:choose') }
  return (
    <ActForm action={action} refusal={entries.refusal} submit={t('cash:attempt.submit')}>
      <input type="hidden" name="act" value="attempt" />
      <p className="measure text-s text-quiet">{t('cash:attempt.lead')}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        {of && (
          <ChoiceField
            id="attempt-case"
            name="disbursementId"
            label={t('admin:fact.case')}
            defaultValue={entries.value('disbursementId', of.length === 1 ? of[0]?.disbursementId : '')}
            error={entries.error('disbursementId')}
            required
            choices={[
              choose,
              ...of.map(({ disbursementId, caseCode }) => ({ value: disbursementId, label: caseCode })),
            ]}
          />
        )}
        <ChoiceField
          id="attempt-reason"
          name="reason"
          label={t('cash:attempt.reason')}
          defaultValue={entries.value('reason')}
          error={entries.error('reason')}
          required
          choices={[
            choose,
            ...attemptReasons.map((value) => ({ value, label: t(`cash:attempt.reason.${value}`) })),
          ]}
        />
      </div>
      <MomentField id="attempt-moment" entries={entries} />
    </ActForm>
  )
}
