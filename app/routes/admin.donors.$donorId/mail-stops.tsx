import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { useWords } from '#app/components/words.ts'
import type { DonorRecord } from '#app/domain/donor-records/donor-record.server.ts'
import { liftReasons } from '#app/domain/mail/mending.ts'
import { paths } from '#app/http/paths.ts'

type Props = { record: DonorRecord; timezone: string; answer: unknown }

/** Why this donor's address gets no mail, or no topics, and how it is written to again. Nothing where it gets all of it. */
export function MailStops({ record, timezone, answer }: Props) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  if (record.mailStops.length === 0) return null
  return (
    <section aria-labelledby="mail-stops" className="grid gap-3">
      <h2 id="mail-stops" className="text-l">
        {t('donors:record.mail_stops.title')}
      </h2>
      <ul className="grid gap-4">
        {record.mailStops.map(({ id, cause, reach, occurredAt }) => (
          <li key={id} className="grid gap-2">
            <p className="font-semibold">{t(`donors:mail.cause.${cause}`)}</p>
            <p className="text-s text-quiet">
              {t(`donors:mail.reach.${reach}`)} {t('donors:mail.since', { date: day(occurredAt) })}
            </p>
            {record.may.mend && <Lift {...{ donorId: record.id, suppressionId: id, answer }} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Lift({
  donorId,
  suppressionId,
  answer,
}: {
  donorId: string
  suppressionId: string
  answer: unknown
}) {
  const { t } = useWords()
  const { refusal, errorOf, valueOf: typed } = useFormAnswer(answer, 'lift')
  const isThis = typed('suppressionId') === suppressionId
  return (
    <Confirm ask={t('donors:mail.lift.title')} tone="outline" open={isThis}>
      <ActForm
        action={paths.donorRecord(donorId)}
        refusal={(isThis && refusal) || null}
        submit={t('donors:mail.lift.submit')}
        tone="outline"
      >
        <input type="hidden" name="intent" value="lift" />
        <input type="hidden" name="suppressionId" value={suppressionId} />
        <ChoiceField
          id={`lift-${suppressionId}`}
          name="reason"
          label={t('donors:mail.lift.reason')}
          hint={t('donors:mail.lift.hint')}
          defaultValue={isThis ? (typed('reason') ?? '') : ''}
          error={isThis ? errorOf('reason') : undefined}
          choices={[
            { value: '', label: t('admin:choose') },
            ...liftReasons.map((value) => ({ value, label: t(`donors:mail.lift.${value}`) })),
          ]}
          required
        />
      </ActForm>
    </Confirm>
  )
}
