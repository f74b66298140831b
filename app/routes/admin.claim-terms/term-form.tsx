import { Confirm } from '#app/components/confirm.tsx'
import { CodeChoice } from '#app/components/dates/code-choice.tsx'
import { DayField } from '#app/components/dates/day-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { bondKinds } from '#app/domain/bonds/bond.ts'
import { termUnits } from '#app/domain/claim-terms/claim-term-forms.ts'
import { paths } from '#app/http/paths.ts'

/** A new term: it takes the place of an older one of the same place once both are as well checked. */
export function TermForm({ answer }: { answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const form = 'term'
  const line = (name: 'place' | 'source', longest: number) => (
    <Field
      id={`term-${name}`}
      name={name}
      label={t(`dates:terms.${name}`)}
      hint={t(`dates:terms.${name}.hint`)}
      maxLength={longest}
      defaultValue={entries.value(name)}
      error={entries.error(name)}
      required
    />
  )
  return (
    <div>
      <Confirm key={answer ? 'back' : 'first'} ask={t('dates:terms.add')} tone="outline" open={!!answer}>
        <ActForm action={paths.claimTerms()} refusal={entries.refusal} submit={t('dates:terms.submit')}>
          <input type="hidden" name="act" value="term" />
          {line('place', 60)}
          <CodeChoice
            {...{ form, entries }}
            name="bondKind"
            label={t('dates:terms.bondKind')}
            values={bondKinds}
            word={(value) => t(`admin:kind.${value}`)}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              id="term-length"
              name="length"
              label={t('dates:terms.length')}
              inputMode="numeric"
              defaultValue={entries.value('length')}
              error={entries.error('length')}
              required
            />
            <CodeChoice
              {...{ form, entries }}
              name="unit"
              label={t('dates:terms.unit')}
              values={termUnits}
              word={(value) => t(`dates:terms.unit.${value}`)}
            />
          </div>
          {line('source', 300)}
          <DayField {...{ form, entries }} name="readOn" label={t('dates:terms.readOn')} required />
        </ActForm>
      </Confirm>
    </div>
  )
}
