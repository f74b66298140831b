import { CheckField } from '#app/components/check-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { Field, FieldError } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { TextField } from '#app/components/text-field.tsx'
import { useWords } from '#app/components/words.ts'
import type { PurposePage } from '#app/domain/fund-purposes/purpose-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { direction, type Language, languages, nativeNames } from '#app/words/languages.ts'

type Props = { page: PurposePage; answer: unknown }

/** The newest words stand in the form, to be changed from there. */
export function ProposePurpose({ page, answer }: Props) {
  const { t } = useWords()
  const { valueOf: typed, ticksOf, errorOf, refusal } = useFormAnswer(answer, 'propose')
  const [newest] = page.versions
  const allowed = ticksOf('codes') ?? newest?.codes ?? []
  const spoken = new Set(['en', ...(newest?.texts.map(({ language }) => language) ?? [])])
  const entry = (language: Language, field: 'name' | 'summary' | 'purpose') => ({
    name: `${field}_${language}`,
    lang: language,
    dir: direction(language),
    defaultValue:
      typed(`${field}_${language}`) ??
      newest?.texts.find((text) => text.language === language)?.[field] ??
      '',
    error: errorOf(`${field}_${language}`),
    required: spoken.has(language),
  })
  return (
    <section aria-labelledby="propose" className="grid gap-4">
      <h2 id="propose" className="text-l">
        {t('control:purpose.propose')}
      </h2>
      <p className="measure">{t('control:purpose.propose.lead')}</p>
      <ActForm
        action={paths.fundPurpose(page.id)}
        refusal={refusal ?? null}
        submit={t('control:purpose.propose.submit')}
      >
        <input type="hidden" name="intent" value="propose" />
        <Field
          name="from"
          type="date"
          label={t('control:purpose.from_day')}
          hint={t('control:purpose.from_day.hint')}
          defaultValue={typed('from') ?? ''}
          error={errorOf('from')}
          required
        />
        <fieldset className="grid gap-2">
          <legend className="font-semibold">{t('control:purpose.codes')}</legend>
          <p className="text-s text-quiet">{t('control:purpose.codes.hint')}</p>
          {page.knownCodes.map((code) => (
            <CheckField
              key={code}
              id={`code-${code}`}
              name="codes"
              value={code}
              label={t(`admin:purpose.${code}`)}
              defaultChecked={allowed.includes(code)}
            />
          ))}
          <FieldError id="codes" error={errorOf('codes')} />
        </fieldset>
        {languages.map((language) => (
          <fieldset key={language} className="grid gap-4">
            <legend className="text-m font-semibold">{nativeNames[language]}</legend>
            <Field
              {...entry(language, 'name')}
              label={t('control:purpose.name', { language: nativeNames[language] })}
              maxLength={80}
            />
            <TextField
              {...entry(language, 'summary')}
              label={t('control:purpose.summary', { language: nativeNames[language] })}
              hint={t('control:purpose.summary.hint')}
              maxLength={300}
              rows={2}
            />
            <TextField
              {...entry(language, 'purpose')}
              label={t('control:purpose.text', { language: nativeNames[language] })}
              maxLength={4000}
              rows={6}
            />
          </fieldset>
        ))}
      </ActForm>
    </section>
  )
}
