import { Link } from '@remix-run/react'
import { Confirm } from '#app/components/confirm.tsx'
import { CodeChoice } from '#app/components/dates/code-choice.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { contactLanguages } from '#app/domain/court-dates/court-date.ts'
import { paths } from '#app/http/paths.ts'
import { answerTo, type CasePart } from './answers.ts'

/** Whether the person wants to be called. Nobody is called who has not said yes. */
export function Contact({ page, timezone, answer }: CasePart) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const own = answerTo(answer, 'contact')
  const entries = useEntries(own)
  const { contact } = page
  return (
    <section className="grid justify-items-start gap-3">
      <h2 className="text-l">{t('dates:contact.title')}</h2>
      <p className="measure">
        {contact
          ? t(contact.wantsCalls ? 'dates:contact.yes' : 'dates:contact.no', {
              language: contact.languageName
                ? t('dates:language.named', { name: contact.languageName })
                : t(`dates:language.${contact.language}`),
            })
          : t('dates:contact.none')}
        {contact?.wantsCalls && ` ${t(`dates:contact.voicemail.${contact.voicemail ? 'yes' : 'no'}`)}`}
      </p>
      {contact && (
        <p className="text-s text-quiet">
          {t('admin:by_at', { name: contact.by, date: minute(contact.at) })}
        </p>
      )}
      {page.personId && (
        <Link to={paths.casePerson(page.personId)} className="inline-block py-1 text-s">
          {t('dates:contact.number')}
        </Link>
      )}
      <Confirm key={own ? 'back' : 'first'} ask={t('dates:contact.change')} tone="outline" open={!!own}>
        <ActForm
          action={paths.bondDates(page.id)}
          refusal={entries.refusal}
          submit={t('dates:contact.submit')}
        >
          <input type="hidden" name="act" value="contact" />
          <CodeChoice
            {...{ form: 'contact', entries }}
            name="wantsCalls"
            label={t('dates:contact.wantsCalls')}
            hint={t('dates:contact.wantsCalls.hint')}
            values={['yes', 'no']}
            word={(value) => t(`dates:yes_no.${value}`)}
          />
          <CodeChoice
            {...{ form: 'contact', entries }}
            name="language"
            label={t('dates:contact.language')}
            values={contactLanguages}
            word={(value) => t(`dates:language.${value}`)}
            otherwise={contact?.language ?? ''}
          />
          <Field
            id="contact-languageName"
            name="languageName"
            label={t('dates:contact.language_name')}
            hint={t('dates:contact.language_name.hint')}
            maxLength={60}
            defaultValue={entries.value('languageName', contact?.languageName)}
            error={entries.error('languageName')}
          />
          <CodeChoice
            {...{ form: 'contact', entries }}
            name="voicemail"
            label={t('dates:contact.voicemail')}
            hint={t('dates:contact.voicemail.hint')}
            values={['yes', 'no']}
            word={(value) => t(`dates:yes_no.${value}`)}
            otherwise="no"
          />
        </ActForm>
      </Confirm>
    </section>
  )
}
