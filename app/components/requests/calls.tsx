import { callOutcomes } from '#app/domain/requests/request.ts'
import type { AskerSeen } from '#app/domain/requests/reveal-asker.server.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Notice } from '../notice.tsx'
import { useWords } from '../words.ts'
import { OtherPlaces } from './move-form.tsx'
import { NumberToCall } from './number-to-call.tsx'
import type { RequestFrame } from './request-frame.ts'

type Call = RequestFrame['page']['calls'][number]

type Props = RequestFrame & {
  answer?: FormAnswer | undefined
  /** The form that asked for a number, as it came back. */
  asked?: FormAnswer | undefined
  seen?: AskerSeen | null
}

/** Who has to be called, by when, what to say, and how it went. */
export function Calls({ page, timezone, at, answer, asked, seen = null }: Props) {
  const { t } = useWords()
  const back = answer ?? asked
  const entries = useEntries(back)
  const isOf = ({ id }: Call, form: FormAnswer | undefined) => form?.values.callId === id
  // Someone else may have called in the meantime: then there is no form left to say it beside.
  const orphaned = entries.refusal && !page.calls.some((call) => isOf(call, back) && !call.doneAt)
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('intake:calls.title')}</h2>
      {orphaned && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      {page.calls.length === 0 && <p className="text-quiet">{t('intake:calls.none')}</p>}
      <ul className="grid gap-5">
        {page.calls.map((call) => (
          <li key={call.id} className="border-t border-hairline pt-3">
            <h3 className="font-semibold">{t(`intake:call.kind.${call.kind}`)}</h3>
            {call.doneAt ? (
              <Made call={call} timezone={timezone} />
            ) : (
              <Waiting
                call={call}
                page={page}
                timezone={timezone}
                at={at}
                answer={isOf(call, answer) ? answer : undefined}
                asked={isOf(call, asked) ? asked : undefined}
                seen={seen?.callId === call.id ? seen : null}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Made({ call, timezone }: { call: Call; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const { doneAt, doneBy, outcome } = call
  return (
    <p className="text-s text-quiet">
      {doneAt && doneBy
        ? t('intake:call.done', {
            outcome: t(`intake:call.outcome.${outcome}`),
            name: doneBy,
            date: minute(doneAt),
          })
        : t('intake:call.dropped')}
    </p>
  )
}

type WaitingProps = RequestFrame & {
  call: Call
  answer: FormAnswer | undefined
  asked: FormAnswer | undefined
  seen: AskerSeen | null
}

function Waiting({ call, page, timezone, at, answer, asked, seen }: WaitingProps) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const entries = useEntries(answer)
  const late = call.dueAt < at
  return (
    <div className="grid gap-3">
      <p className={late ? 'font-semibold text-loss' : 'text-quiet'}>
        {t(late ? 'intake:call.late' : 'intake:call.due', { date: minute(call.dueAt) })}
      </p>
      <blockquote className="measure border-s-4 border-hairline ps-4">
        {t(`intake:call.script.${call.kind}`, { code: page.code })}
      </blockquote>
      <p className="text-s">{t(`intake:call.voicemail.${page.voicemail ? 'yes' : 'no'}`)}</p>
      {page.mayReachAsker && <NumberToCall requestId={page.id} callId={call.id} seen={seen} answer={asked} />}
      {call.kind === 'declined' && <OtherPlaces places={page.otherPlaces} />}
      {page.mayCall && (
        <ActForm
          action={paths.requestCall(page.id)}
          refusal={entries.refusal}
          submit={t('intake:call.submit')}
          tone="outline"
        >
          <input type="hidden" name="callId" value={call.id} />
          <ChoiceField
            id={`outcome-${call.id}`}
            name="outcome"
            label={t('intake:call.outcome')}
            defaultValue={entries.value('outcome')}
            error={entries.error('outcome')}
            required
            choices={[
              { value: '', label: t('intake:call.must_choose') },
              ...callOutcomes.map((value) => ({ value, label: t(`intake:call.outcome.${value}`) })),
            ]}
          />
        </ActForm>
      )}
    </div>
  )
}
