import { CheckField } from '#app/components/check-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { ErrorSummary } from '#app/components/error-summary.tsx'
import { Field } from '#app/components/field.tsx'
import { FreeText } from '#app/components/free-text.tsx'
import { useWords } from '#app/components/words.ts'
import { evidenceFields } from '#app/domain/disputes/dispute.ts'
import type { DisputePage } from '#app/domain/disputes/dispute-page.server.ts'
import type { EvidencePack } from '#app/domain/disputes/evidence-pack.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = { page: DisputePage; pack: EvidencePack; answer: unknown }

const short = ['service_date', 'customer_name', 'customer_email_address']

/** What we know of the gift, to be ticked and mended. Preparing sends nothing: it is read once more first. */
export function AnswerForm({ page, pack, answer }: Props) {
  const { t } = useWords()
  const own = ownAnswer(answer)
  const entries = useEntries(own)
  const ticked = own ? entries.all('send') : evidenceFields.filter((field) => pack[field])
  const problems = ['send', ...evidenceFields].flatMap((name) => {
    const message = entries.error(name)
    return message ? [{ id: name === 'send' ? `send-${evidenceFields[0]}` : name, message }] : []
  })
  return (
    <section aria-labelledby="answer" className="grid gap-4">
      <h2 id="answer" className="text-l">
        {t('refunds:answer.title')}
      </h2>
      <p className="measure text-quiet">{t('refunds:answer.lead')}</p>
      <p className="measure text-s text-quiet">{t('refunds:answer.language')}</p>
      <ErrorSummary title={t('admin:act.refused')} problems={problems} />
      <ActForm action={paths.dispute(page.id)} refusal={entries.refusal} submit={t('refunds:answer.submit')}>
        <input type="hidden" name="intent" value="prepare" />
        {evidenceFields.map((field) => {
          const entry = {
            name: field,
            label: t('refunds:answer.text', { field: t(`refunds:field.${field}`) }),
            defaultValue: own ? entries.value(field) : pack[field],
            error: entries.error(field),
          }
          return (
            <fieldset key={field} className="grid gap-2 border-b border-hairline pb-4">
              <legend className="sr-only">{t(`refunds:field.${field}`)}</legend>
              <CheckField
                id={`send-${field}`}
                name="send"
                value={field}
                label={t(`refunds:field.${field}`)}
                defaultChecked={ticked.includes(field)}
              />
              {short.includes(field) ? (
                <Field {...entry} lang="en" readOnly={field === 'customer_email_address'} />
              ) : (
                <FreeText {...entry} lang="en" rows={field === 'access_activity_log' ? 6 : 4} />
              )}
            </fieldset>
          )
        })}
      </ActForm>
    </section>
  )
}

/** The page has other forms: this one comes back only as itself. */
function ownAnswer(answer: unknown): FormAnswer | undefined {
  const isOwn =
    typeof answer === 'object' &&
    answer !== null &&
    'values' in answer &&
    (answer as FormAnswer).values.intent === 'prepare'
  return isOwn ? (answer as FormAnswer) : undefined
}
