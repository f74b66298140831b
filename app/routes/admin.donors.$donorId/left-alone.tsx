import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { useWords } from '#app/components/words.ts'
import type { DonorStop } from '#app/domain/donor-records/donor-notes.server.ts'
import type { DonorRecord } from '#app/domain/donor-records/donor-record.server.ts'
import { contactAgainReasons, contactStopReasons, stoppable } from '#app/domain/donor-records/reasons.ts'
import { paths } from '#app/http/paths.ts'

type Props = { record: DonorRecord; timezone: string; answer: unknown }

/** About what this donor is not written to, who said so, why and for how long. */
export function LeftAlone({ record, timezone, answer }: Props) {
  const { t } = useWords()
  return (
    <section aria-labelledby="alone" className="grid gap-3">
      <h2 id="alone" className="text-l">
        {t('donors:record.alone.title')}
      </h2>
      <p className="measure text-s text-quiet">{t('donors:record.alone.lead')}</p>
      {record.stops.length === 0 ? (
        <p>{t('donors:record.alone.none')}</p>
      ) : (
        <ul className="grid gap-4">
          {record.stops.map((stop) => (
            <Stop key={stop.id} {...{ record, stop, timezone, answer }} />
          ))}
        </ul>
      )}
      {record.may.keep && <NewStop record={record} answer={answer} />}
    </section>
  )
}

function Stop({ record, stop, timezone, answer }: Props & { stop: DonorStop }) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  // A day has no hour: it is the same for every reader.
  const { day: plainDay } = useFormats('UTC')
  const { refusal, errorOf, valueOf: typed } = useFormAnswer(answer, 'end_stop')
  const isThis = typed('stopId') === stop.id
  const topic = t(`donors:record.topic.${stop.topic ?? 'everything'}`)
  return (
    <li className="grid gap-2">
      <p className="font-semibold">{t('donors:record.alone.about', { topic })}</p>
      <p className="text-s">
        {stop.until
          ? t('donors:record.alone.until', { date: plainDay(new Date(stop.until)) })
          : t('donors:record.alone.open')}{' '}
        <span className="text-quiet">
          {t('donors:record.alone.by', {
            reason: t(`donors:record.alone.reason.${stop.reason}`),
            name: stop.setBy,
            date: day(stop.setAt),
          })}
        </span>
      </p>
      {record.may.keep && (
        <Confirm ask={t('donors:record.alone.again')} tone="outline" open={isThis}>
          <ActForm
            action={paths.donorRecord(record.id)}
            refusal={(isThis && refusal) || null}
            submit={t('donors:record.alone.again.submit')}
            tone="outline"
          >
            <input type="hidden" name="intent" value="end_stop" />
            <input type="hidden" name="stopId" value={stop.id} />
            <ChoiceField
              id={`again-${stop.id}`}
              name="reason"
              label={t('donors:record.alone.reason')}
              hint={t('donors:record.alone.again.lead')}
              defaultValue={isThis ? (typed('reason') ?? '') : ''}
              error={isThis ? errorOf('reason') : undefined}
              choices={[
                { value: '', label: t('admin:choose') },
                ...contactAgainReasons.map((value) => ({
                  value,
                  label: t(`donors:record.alone.reason.${value}`),
                })),
              ]}
              required
            />
          </ActForm>
        </Confirm>
      )}
    </li>
  )
}

function NewStop({ record, answer }: { record: DonorRecord; answer: unknown }) {
  const { t } = useWords()
  const { refusal, errorOf, valueOf: typed } = useFormAnswer(answer, 'stop')
  const isBack = typed('intent') === 'stop'
  return (
    <Confirm ask={t('donors:record.alone.add')} tone="outline" open={isBack}>
      <ActForm
        action={paths.donorRecord(record.id)}
        refusal={refusal ?? null}
        submit={t('donors:record.alone.submit')}
      >
        <input type="hidden" name="intent" value="stop" />
        <ChoiceField
          name="about"
          label={t('donors:record.alone.topic')}
          defaultValue={typed('about') ?? 'everything'}
          error={errorOf('about')}
          choices={stoppable.map((value) => ({ value, label: t(`donors:record.alone.topic.${value}`) }))}
        />
        <ChoiceField
          id="stop-reason"
          name="reason"
          label={t('donors:record.alone.reason')}
          defaultValue={typed('reason') ?? ''}
          error={errorOf('reason')}
          choices={[
            { value: '', label: t('admin:choose') },
            ...contactStopReasons.map((value) => ({
              value,
              label: t(`donors:record.alone.reason.${value}`),
            })),
          ]}
          required
        />
        <Field
          name="until"
          type="date"
          label={t('donors:record.alone.last_day')}
          defaultValue={typed('until')}
          error={errorOf('until')}
        />
      </ActForm>
    </Confirm>
  )
}
