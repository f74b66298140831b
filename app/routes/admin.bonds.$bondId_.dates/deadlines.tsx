import { Confirm } from '#app/components/confirm.tsx'
import { CodeChoice } from '#app/components/dates/code-choice.tsx'
import { DayField } from '#app/components/dates/day-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import { deadlineEnds, deadlinePapers, deadlinesOf } from '#app/domain/deadlines/deadline.ts'
import { paths } from '#app/http/paths.ts'
import { answerTo, type CasePart } from './answers.ts'

type Deadline = CasePart['page']['deadlines'][number]

/** The last days that papers name, the next one first. */
export function Deadlines(of: CasePart) {
  const { t } = useWords()
  const { page, answer } = of
  const own = answerTo(answer, 'deadline')
  const entries = useEntries(own)
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('dates:deadlines.title')}</h2>
      {page.deadlines.length === 0 && <p className="text-quiet">{t('dates:deadlines.none')}</p>}
      <ul className="grid gap-4">
        {page.deadlines.map((deadline) => (
          <li key={deadline.id} className="grid gap-2 border-t border-hairline pt-3">
            <OneDeadline {...of} deadline={deadline} />
          </li>
        ))}
      </ul>
      <div>
        <Confirm key={own ? 'back' : 'first'} ask={t('dates:deadline.add')} tone="outline" open={!!own}>
          <ActForm
            action={paths.bondDates(page.id)}
            refusal={entries.refusal}
            submit={t('dates:deadline.submit')}
          >
            <input type="hidden" name="act" value="deadline" />
            <CodeChoice
              {...{ form: 'deadline', entries }}
              name="kind"
              label={t('dates:deadline.kind')}
              values={deadlinesOf(page.kind)}
              word={(value) => t(`dates:deadline.kind.${value}`)}
            />
            <CodeChoice
              {...{ form: 'deadline', entries }}
              name="paper"
              label={t('dates:deadline.paper')}
              values={deadlinePapers}
              word={(value) => t(`dates:paper.${value}`)}
            />
            <div className="grid gap-4 sm:grid-cols-2">
              <DayField
                {...{ form: 'deadline', entries }}
                name="paperOn"
                label={t('dates:deadline.paperOn')}
                required
              />
              <DayField
                {...{ form: 'deadline', entries }}
                name="lastDay"
                label={t('dates:deadline.lastDay')}
                required
              />
            </div>
          </ActForm>
        </Confirm>
      </div>
    </section>
  )
}

function OneDeadline({ page, deadline, timezone, answer }: CasePart & { deadline: Deadline }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  // A day has no hour: it is the same for every reader.
  const { day } = useFormats('UTC')
  const own = answerTo(answer, 'deadline_end', { deadlineId: deadline.id })
  const entries = useEntries(own)
  const { kind, paper, paperOn, lastDay, end } = deadline
  const isPast = lastDay < page.today
  return (
    <>
      <p className={!end && isPast ? 'font-semibold text-loss' : 'font-semibold'}>
        {t(`dates:deadline.kind.${kind}`)}:{' '}
        {t(!end && isPast ? 'dates:deadline.passed' : 'dates:deadline.by', { date: day(new Date(lastDay)) })}
      </p>
      <p className="text-s text-quiet">
        {t('dates:deadline.from', { paper: t(`dates:paper.${paper}`), date: day(new Date(paperOn)) })}
      </p>
      {end ? (
        <p>
          <strong>{t(`dates:deadline.end.${end.outcome}`)}</strong>{' '}
          <span className="text-s text-quiet">
            · {t('admin:by_at', { name: end.by, date: minute(end.at) })}
          </span>
        </p>
      ) : (
        <div>
          <Confirm key={own ? 'back' : 'first'} ask={t('dates:deadline.end')} tone="outline" open={!!own}>
            <ActForm
              action={paths.bondDates(page.id)}
              refusal={entries.refusal}
              submit={t('dates:deadline.end.submit')}
            >
              <input type="hidden" name="act" value="deadline_end" />
              <input type="hidden" name="deadlineId" value={deadline.id} />
              <CodeChoice
                {...{ form: deadline.id, entries }}
                name="outcome"
                label={t('dates:deadline.end')}
                values={deadlineEnds}
                word={(value) => t(`dates:deadline.end.${value}`)}
              />
            </ActForm>
          </Confirm>
        </div>
      )}
    </>
  )
}
