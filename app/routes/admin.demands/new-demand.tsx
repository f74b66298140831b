import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { demandKinds } from '#app/domain/demands/demand.ts'
import { paths } from '#app/http/paths.ts'

type Props = { funds: { id: string; name: string }[]; answer: FormAnswer | undefined }

/** The form that stops all deleting. The widest hold is chosen unless someone narrows it. */
export function NewDemand({ funds, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const entry = (name: string) => ({
    name,
    defaultValue: entries.value(name),
    error: entries.error(name),
  })
  return (
    <section aria-labelledby="new-demand" className="grid gap-3">
      <h2 id="new-demand" className="text-xl">
        {t('vault:demands.new')}
      </h2>
      <ActForm action={paths.demands()} refusal={entries.refusal} submit={t('vault:demands.submit')}>
        <input type="hidden" name="intent" value="open" />
        <ChoiceField
          {...entry('kind')}
          label={t('vault:demands.kind')}
          required
          choices={[
            { value: '', label: t('vault:choose') },
            ...demandKinds.map((kind) => ({ value: kind, label: t(`vault:demands.kind.${kind}`) })),
          ]}
        />
        <ChoiceField
          {...entry('covers')}
          defaultValue={entries.value('covers', 'everything')}
          label={t('vault:demands.covers')}
          hint={t('vault:demands.covers_hint')}
          choices={[
            { value: 'everything', label: t('vault:demands.scope.everything') },
            ...funds.map(({ id, name }) => ({
              value: `fund:${id}`,
              label: t('vault:demands.scope.fund', { fund: name }),
            })),
            { value: 'person', label: t('vault:demands.scope.person_choice') },
          ]}
        />
        <Field {...entry('caseCode')} label={t('vault:demands.case_code')} dir="ltr" autoComplete="off" />
        <fieldset className="grid gap-4 sm:grid-cols-2">
          <legend className="font-semibold">{t('vault:demands.days')}</legend>
          <p className="text-s text-quiet sm:col-span-2">{t('vault:demands.days_hint')}</p>
          <Field {...entry('coversFrom')} label={t('vault:demands.days_from')} type="date" />
          <Field {...entry('coversUntil')} label={t('vault:demands.days_until')} type="date" />
        </fieldset>
        <Field {...entry('receivedOn')} label={t('vault:demands.received')} type="date" required />
        <Field {...entry('deadlineOn')} label={t('vault:demands.deadline')} type="date" />
        <Field {...entry('counsel')} label={t('vault:demands.counsel')} autoComplete="off" required />
      </ActForm>
    </section>
  )
}
