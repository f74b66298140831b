import { Confirm } from '#app/components/confirm.tsx'
import { CodeChoice } from '#app/components/dates/code-choice.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { MomentField } from '#app/components/disbursements/moment-field.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import { dateChanges, dayOutcomes } from '#app/domain/court-dates/court-date.ts'
import { paths } from '#app/http/paths.ts'
import { answerTo, type CasePart } from './answers.ts'
import { Calls } from './calls.tsx'
import { DateFields, KnownFrom } from './date-fields.tsx'
import { RideToDate } from './rides.tsx'

type Listed = CasePart & { scripts: Record<string, string> }
type Of = Listed & { date: CasePart['page']['dates'][number] }

/** Every date of the case, the latest first, with its calls and what became of it. */
export function DateList(listed: Listed) {
  const { t } = useWords()
  const { page } = listed
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('dates:list.title')}</h2>
      {page.dates.length === 0 && <p className="text-quiet">{t('dates:list.none')}</p>}
      <ul className="grid gap-6">
        {page.dates.map((date) => (
          <li key={date.id} className="grid gap-3 border-t border-hairline pt-3">
            <OneDate {...listed} date={date} />
          </li>
        ))}
      </ul>
      {page.takesDates && <Adding {...listed} />}
    </section>
  )
}

function OneDate(of: Of) {
  const { page, date, timezone } = of
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  // A day has no hour: it is the same for every reader.
  const { day } = useFormats('UTC')
  const waits = date.end === null && page.takesDates
  return (
    <>
      <h3 className={`font-semibold ${date.end ? 'text-quiet' : ''}`}>
        {day(new Date(date.day))}, {t(`dates:half.${date.half}`)}
      </h3>
      <p>
        {t(`dates:hearing.${date.hearing}`)} ·{' '}
        {date.building === '' ? t('dates:place.erased') : <bdi>{date.building}</bdi>}
        {date.room && (
          <>
            {' · '}
            <bdi>{t('dates:room', { room: date.room })}</bdi>
          </>
        )}
      </p>
      <p className="text-s text-quiet">
        {t('admin:known.from', { source: t(`admin:known.${date.knownFrom}`) })} ·{' '}
        {t('admin:by_at', { name: date.by, date: minute(date.at) })}
      </p>
      {date.end && (
        <p>
          <strong>{t(`dates:outcome.${date.end.outcome}`)}</strong>
          <span className="text-s text-quiet">
            {' '}
            · {t('admin:by_at', { name: date.end.by, date: minute(date.end.at) })}
          </span>
        </p>
      )}
      <Calls {...of} />
      <RideToDate {...of} />
      {waits && (
        <div className="grid justify-items-start gap-3">
          {date.day <= page.today && <Ending {...of} act="outcome" values={dayOutcomes} />}
          <Ending {...of} act="change" values={dateChanges} />
        </div>
      )}
    </>
  )
}

type EndingProps = Of & { act: 'outcome' | 'change'; values: readonly string[] }

/** What became of a date on its day, or what the court did to it before. */
function Ending({ page, date, answer, act, values }: EndingProps) {
  const { t } = useWords()
  const own = answerTo(answer, act, { dateId: date.id })
  const entries = useEntries(own)
  const form = `${act}-${date.id}`
  return (
    <Confirm key={own ? 'back' : 'first'} ask={t(`dates:${act}.title`)} tone="outline" open={!!own}>
      <ActForm action={paths.bondDates(page.id)} refusal={entries.refusal} submit={t(`dates:${act}.submit`)}>
        <input type="hidden" name="act" value={act} />
        <input type="hidden" name="dateId" value={date.id} />
        <p className="measure text-s text-quiet">{t(`dates:${act}.lead`)}</p>
        <CodeChoice
          {...{ form, entries, values }}
          name={act}
          label={t(`dates:${act}.label`)}
          word={(value) => t(`dates:outcome.${value}`)}
        />
        <KnownFrom form={form} entries={entries} />
        {act === 'outcome' && <MomentField id={`${form}-moment`} entries={entries} />}
        <fieldset className="grid gap-3">
          <legend className="font-semibold">{t('dates:next.title')}</legend>
          <p className="measure text-s text-quiet">{t(`dates:next.lead.${act}`)}</p>
          <DateFields form={form} kind={page.kind} entries={entries} />
        </fieldset>
      </ActForm>
    </Confirm>
  )
}

function Adding({ page, answer }: Listed) {
  const { t } = useWords()
  const own = answerTo(answer, 'add')
  const entries = useEntries(own)
  return (
    <div>
      <Confirm key={own ? 'back' : 'first'} ask={t('dates:add.title')} tone="outline" open={!!own}>
        <ActForm action={paths.bondDates(page.id)} refusal={entries.refusal} submit={t('dates:add.submit')}>
          <input type="hidden" name="act" value="add" />
          <p className="measure text-s text-quiet">{t('dates:add.lead')}</p>
          <DateFields form="add" kind={page.kind} entries={entries} required />
          <KnownFrom form="add" entries={entries} />
        </ActForm>
      </Confirm>
    </div>
  )
}
