import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  funds: { id: string; name: string }[]
  rules: { code: string; place: string }[]
  answer: FormAnswer | undefined
}

/** A certificate as its paper says it. */
export function NewCertificate({ funds, rules, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const entry = (name: string) => ({ name, defaultValue: entries.value(name), error: entries.error(name) })
  return (
    <section aria-labelledby="new-certificate" className="grid gap-3">
      <h2 id="new-certificate" className="text-xl">
        {t('rules:certificate.new')}
      </h2>
      <ActForm action={paths.certificates()} refusal={null} submit={t('rules:certificate.submit')}>
        <input type="hidden" name="act" value="add" />
        <ChoiceField
          {...entry('fundId')}
          label={t('rules:place.fund')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...funds.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <ChoiceField
          {...entry('ruleCode')}
          label={t('rules:certificate.rule')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...rules.map(({ code, place }) => ({
              value: code,
              label: t('rules:certificate.title', { code, place }),
            })),
          ]}
        />
        <Field
          {...entry('number')}
          label={t('rules:certificate.number')}
          hint={t('rules:certificate.number.hint')}
          maxLength={60}
          autoComplete="off"
          dir="ltr"
          required
        />
        <Field {...entry('validFrom')} type="date" label={t('rules:certificate.from')} required />
        <Field
          {...entry('validUntil')}
          type="date"
          label={t('rules:certificate.until')}
          hint={t('rules:certificate.until.hint')}
          required
        />
      </ActForm>
    </section>
  )
}
