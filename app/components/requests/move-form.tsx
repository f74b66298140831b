import { actionFor, callAfter, reasonsOf } from '#app/domain/requests/request.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useWords } from '../words.ts'
import type { RequestFrame } from './request-frame.ts'

type MoveFormProps = { page: RequestFrame['page']; to: string; answer?: FormAnswer | undefined }

/** One step of a request: what it means, why from a list where that is asked, and for a no where else to ask. */
export function MoveForm({ page, to, answer }: MoveFormProps) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const reasons = reasonsOf(to)
  const place = actionFor(to) === 'requests:decide' ? paths.requestDecision : paths.requestStep
  return (
    <ActForm
      action={place(page.id)}
      refusal={entries.refusal}
      submit={t(`intake:move.${to}`)}
      tone={to === 'declined' ? 'refuse' : 'primary'}
    >
      <p className="measure text-quiet">{t(`intake:move.means.${to}`)}</p>
      <input type="hidden" name="to" value={to} />
      {reasons.length > 0 && (
        <ChoiceField
          id={`${to}-reason`}
          name="reason"
          label={t('intake:move.reason')}
          defaultValue={entries.value('reason')}
          error={entries.error('reason')}
          required
          choices={[
            { value: '', label: t('intake:call.must_choose') },
            ...reasons.map((reason) => ({ value: reason, label: t(`intake:reason.${reason}`) })),
          ]}
        />
      )}
      {callAfter(to) === 'declined' && <OtherPlaces places={page.otherPlaces} />}
    </ActForm>
  )
}

/** Nobody is told no without being told where else to ask. */
export function OtherPlaces({ places }: { places: { name: string; phone: string }[] }) {
  const { t } = useWords()
  if (places.length === 0) return <p className="measure text-s">{t('intake:move.other_places.none')}</p>
  return (
    <div className="text-s">
      <p className="font-semibold">{t('intake:move.other_places')}</p>
      <ul>
        {places.map(({ name, phone }) => (
          <li key={name}>
            <bdi>{name}</bdi>:{' '}
            <bdi dir="ltr" className="figures">
              {phone}
            </bdi>
          </li>
        ))}
      </ul>
    </div>
  )
}
