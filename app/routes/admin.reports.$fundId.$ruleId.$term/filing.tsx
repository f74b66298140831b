import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import type { Filing as Filed } from '#app/domain/reports/due-reports.server.ts'

type Props = { filing: Filed | null; mayFile: boolean; action: string; answer: FormAnswer | undefined }

/** That the report was filed, or the form to say so. */
export function Filing({ filing, mayFile, action, answer }: Props) {
  const { t } = useWords()
  const { day } = useFormats('UTC')
  const entries = useEntries(answer)
  if (!filing && !mayFile) return null
  return (
    <section aria-labelledby="filing" className="grid gap-3">
      <h2 id="filing" className="text-xl">
        {t('rules:filing.title')}
      </h2>
      {filing ? (
        <>
          <p className="measure">
            {t('rules:filing.said', {
              ...{ by: filing.by, confirmation: filing.confirmation },
              date: day(new Date(`${filing.filedOn}T00:00:00Z`)),
            })}
          </p>
          {entries.refusal && <p className="text-loss">{entries.refusal}</p>}
        </>
      ) : (
        <div className="print:hidden">
          <ActForm action={action} refusal={entries.refusal} submit={t('rules:filing.submit')}>
            <p className="measure text-s text-quiet">{t('rules:filing.hint')}</p>
            <Field
              name="filedOn"
              type="date"
              label={t('rules:filing.on')}
              defaultValue={entries.value('filedOn')}
              error={entries.error('filedOn')}
              required
            />
            <Field
              name="confirmation"
              label={t('rules:filing.confirmation')}
              hint={t('rules:filing.confirmation.hint')}
              defaultValue={entries.value('confirmation')}
              error={entries.error('confirmation')}
              maxLength={60}
              autoComplete="off"
              dir="ltr"
              required
            />
          </ActForm>
        </div>
      )}
    </section>
  )
}
