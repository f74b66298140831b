import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { FreeText } from '#app/components/free-text.tsx'
import { useWords } from '#app/components/words.ts'
import type { DonorNote } from '#app/domain/donor-records/donor-notes.server.ts'
import type { DonorRecord } from '#app/domain/donor-records/donor-record.server.ts'
import { noteEndReasons } from '#app/domain/donor-records/reasons.ts'
import { paths } from '#app/http/paths.ts'

type Props = { record: DonorRecord; timezone: string; answer: unknown }

/** What staff wrote down; what no longer counts is struck through and stays readable. */
export function DonorNotes({ record, timezone, answer }: Props) {
  const { t } = useWords()
  const { refusal, errorOf, valueOf: typed } = useFormAnswer(answer, 'note')
  return (
    <section aria-labelledby="notes" className="grid gap-3">
      <h2 id="notes" className="text-l">
        {t('donors:record.notes')}
      </h2>
      {record.notes.length === 0 ? (
        <p className="text-quiet">{t('donors:record.notes.none')}</p>
      ) : (
        <ul className="grid gap-4">
          {record.notes.map((note) => (
            <Note key={note.id} {...{ record, note, timezone, answer }} />
          ))}
        </ul>
      )}
      {record.may.keep && (
        <ActForm
          // A note that was kept leaves an empty entry.
          key={record.notes.length}
          action={paths.donorRecord(record.id)}
          refusal={refusal ?? null}
          submit={t('donors:record.note.submit')}
          tone="outline"
        >
          <input type="hidden" name="intent" value="note" />
          <FreeText
            name="text"
            label={t('donors:record.note.text')}
            hint={t('donors:record.note.hint')}
            defaultValue={typed('text')}
            error={errorOf('text')}
            maxLength={1000}
            rows={3}
            required
          />
        </ActForm>
      )}
    </section>
  )
}

function Note({ record, note, timezone, answer }: Props & { note: DonorNote }) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  const { refusal, errorOf, valueOf: typed } = useFormAnswer(answer, 'end_note')
  const isThis = typed('noteId') === note.id
  const text = note.text ?? t('donors:record.note.emptied')
  return (
    <li className="grid gap-1.5 border-b border-hairline pb-3">
      <p dir="auto" className="measure wrap-anywhere whitespace-pre-line">
        {note.ended ? <s>{text}</s> : text}
      </p>
      <p className="text-s text-quiet">
        {t('donors:record.note.by', { name: note.writtenBy, date: day(note.writtenAt) })}
      </p>
      {note.ended && (
        <p className="text-s text-quiet">
          {t('donors:record.note.ended', {
            reason: t(`donors:record.note.end.${note.ended.reason}`),
            name: note.ended.by,
            date: day(note.ended.at),
          })}
        </p>
      )}
      {!note.ended && record.may.keep && (
        <Confirm ask={t('donors:record.note.end')} tone="outline" open={isThis}>
          <ActForm
            action={paths.donorRecord(record.id)}
            refusal={(isThis && refusal) || null}
            submit={t('donors:record.note.end.submit')}
            tone="outline"
          >
            <input type="hidden" name="intent" value="end_note" />
            <input type="hidden" name="noteId" value={note.id} />
            <ChoiceField
              id={`end-${note.id}`}
              name="reason"
              label={t('donors:record.note.end.reason')}
              defaultValue={isThis ? (typed('reason') ?? '') : ''}
              error={isThis ? errorOf('reason') : undefined}
              choices={[
                { value: '', label: t('admin:choose') },
                ...noteEndReasons.map((value) => ({ value, label: t(`donors:record.note.end.${value}`) })),
              ]}
              required
            />
          </ActForm>
        </Confirm>
      )}
    </li>
  )
}
