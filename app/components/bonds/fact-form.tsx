import type { ReactNode } from 'react'
import { knownFrom } from '#app/domain/bonds/bond.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import type { Factors } from '../disbursements/approval-form.tsx'
import { MomentField } from '../disbursements/moment-field.tsx'
import { type Entries, type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'

export type FactAct = 'release' | 'step' | 'disposition' | 'forfeiture' | 'write_off' | 'reinstatement'

/** The key of what an act says: its title, its lead, its button. */
export const factWords = (act: FactAct, what: 'title' | 'lead' | 'submit'): string =>
  act === 'reinstatement' ? `recovery:reinstatement.${what}` : `admin:bond.${act}.${what}`

type FactFormProps = {
  act: FactAct
  action: string
  /** What else is asked first: a field and its choices. */
  choice?: { name: string; label: string; choices: { value: string; label: string }[] }
  tone?: 'primary' | 'refuse'
  /** The act to prove one's presence for, where money moves with it. */
  proof?: string | undefined
  factors: Factors
  answer?: FormAnswer | undefined
  /** What else the paper says. */
  more?: (entries: Entries) => ReactNode
}

/** Something that happened to a bond: what, how we know, and when. */
export function FactForm({
  act,
  action,
  choice,
  tone = 'primary',
  proof,
  factors,
  answer,
  more,
}: FactFormProps) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const first = { value: '', label: t('admin:choose') }
  return (
    <ActForm action={action} refusal={entries.refusal} submit={t(factWords(act, 'submit'))} tone={tone}>
      <p className="measure text-s text-quiet">{t(factWords(act, 'lead'))}</p>
      {choice && (
        <ChoiceField
          id={`${act}-${choice.name}`}
          name={choice.name}
          label={choice.label}
          defaultValue={entries.value(choice.name)}
          error={entries.error(choice.name)}
          required
          choices={[first, ...choice.choices]}
        />
      )}
      <ChoiceField
        id={`${act}-known`}
        name="knownFrom"
        label={t('admin:known.label')}
        defaultValue={entries.value('knownFrom')}
        error={entries.error('knownFrom')}
        required
        choices={[first, ...knownFrom.map((value) => ({ value, label: t(`admin:known.${value}`) }))]}
      />
      {more?.(entries)}
      <MomentField id={`${act}-moment`} entries={entries} />
      {proof && <StepUpFields boundTo={proof} {...factors} error={entries.error('code')} />}
    </ActForm>
  )
}
