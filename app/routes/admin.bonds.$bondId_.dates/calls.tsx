import { CodeChoice } from '#app/components/dates/code-choice.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import { callOutcomes, rides } from '#app/domain/court-dates/court-date.ts'
import { paths } from '#app/http/paths.ts'
import { answerTo, type CasePart } from './answers.ts'

type Of = CasePart & { date: CasePart['page']['dates'][number]; scripts: Record<string, string> }
type Call = Of['date']['calls'][number]

/** The calls about one date: what to say, by when, and how it went. */
export function Calls(of: Of) {
  const { t } = useWords()
  if (of.date.calls.length === 0) return null
  return (
    <ul className="grid gap-3" aria-label={t('dates:calls')}>
      {of.date.calls.map((call) => (
        <li key={call.id} className="grid gap-2 border-s-4 border-hairline ps-4">
          {call.doneAt ? <Made {...of} call={call} /> : <Due {...of} call={call} />}
        </li>
      ))}
    </ul>
  )
}

function Made({ call, timezone }: Of & { call: Call }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const { kind, outcome, ride, by, doneAt } = call
  const said = [t(`dates:call.kind.${kind}`), t(`dates:call.outcome.${outcome}`)]
  if (ride) said.push(t(`dates:ride.${ride}`))
  return (
    <p className="text-s text-quiet">
      {said.join(' · ')}
      {by && doneAt && ` · ${t('admin:by_at', { name: by, date: minute(doneAt) })}`}
    </p>
  )
}

function Due({ page, call, timezone, answer, scripts }: Of & { call: Call }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const own = answerTo(answer, 'call', { callId: call.id })
  const entries = useEntries(own)
  const language =
    page.contact?.language === 'es' || page.contact?.language === 'ar' ? page.contact.language : 'en'
  const late = call.dueAt < page.at
  return (
    <>
      <p className={late ? 'font-semibold text-loss' : ''}>
        {t(`dates:call.kind.${call.kind}`)} ·{' '}
        {t(late ? 'dates:call.late' : 'dates:call.due', { date: minute(call.dueAt) })}
      </p>
      <blockquote className="measure" lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
        {scripts[call.id]}
      </blockquote>
      {page.contact?.language === 'other' && (
        <p className="text-s">
          {page.contact.languageName
            ? t('dates:call.interpreter', { name: page.contact.languageName })
            : t('dates:call.interpreter.unnamed')}
        </p>
      )}
      <p className="text-s">{t(`dates:call.voicemail.${page.contact?.voicemail ? 'yes' : 'no'}`)}</p>
      <ActForm
        action={paths.bondDates(page.id)}
        refusal={entries.refusal}
        submit={t('dates:call.submit')}
        tone="outline"
      >
        <input type="hidden" name="act" value="call" />
        <input type="hidden" name="callId" value={call.id} />
        <div className="grid gap-4 sm:grid-cols-2">
          <CodeChoice
            {...{ form: call.id, entries }}
            name="outcome"
            label={t('dates:call.outcome')}
            values={callOutcomes}
            word={(value) => t(`dates:call.outcome.${value}`)}
          />
          <CodeChoice
            {...{ form: call.id, entries }}
            name="ride"
            label={t('dates:ride')}
            values={rides}
            word={(value) => t(`dates:ride.${value}`)}
            required={false}
            none={t('dates:ride.not_asked')}
          />
        </div>
      </ActForm>
    </>
  )
}
