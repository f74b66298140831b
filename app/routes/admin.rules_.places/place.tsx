import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { ServedPlace } from '#app/domain/fund-places/list-places.server.ts'
import { endingReasons } from '#app/domain/fund-places/place.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  place: ServedPlace
  fund: { name: string; isManaged: boolean; mayConfirm: boolean }
  readerId: string
  timezone: string
  answer: FormAnswer | undefined
}

/** A place that a fund serves, and the two steps by which it stops serving it. */
export function Place({ place, fund, readerId, timezone, answer }: Props) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  const { ending } = place
  return (
    <li className="grid gap-3 border-t border-hairline py-4">
      <p className="font-semibold" dir="ltr">
        {place.place}
      </p>
      {ending ? (
        <>
          <p className="measure">
            {t('rules:ending.proposed', {
              name: ending.proposedBy,
              date: day(new Date(ending.occurredAt)),
              reason: t(`rules:ending.reason.${ending.reason}`),
            })}
          </p>
          {fund.mayConfirm && (
            <div className="flex flex-wrap gap-6">
              {ending.proposedById !== readerId && <Decide endingId={ending.id} outcome="confirmed" />}
              <Decide endingId={ending.id} outcome="withdrawn" />
            </div>
          )}
        </>
      ) : (
        fund.isManaged && (
          <Confirm ask={t('rules:ending.ask', { place: place.place })} open={answer !== undefined}>
            <Propose placeId={place.id} answer={answer} />
          </Confirm>
        )
      )}
    </li>
  )
}

function Decide({ endingId, outcome }: { endingId: string; outcome: 'confirmed' | 'withdrawn' }) {
  const { t } = useWords()
  return (
    <ActForm
      action={paths.places()}
      refusal={null}
      submit={t(`rules:ending.${outcome}`)}
      tone={outcome === 'confirmed' ? 'refuse' : 'outline'}
    >
      <input type="hidden" name="act" value="decide_ending" />
      <input type="hidden" name="endingId" value={endingId} />
      <input type="hidden" name="outcome" value={outcome} />
    </ActForm>
  )
}

function Propose({ placeId, answer }: { placeId: string; answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <ActForm action={paths.places()} refusal={null} submit={t('rules:ending.submit')} tone="refuse">
      <input type="hidden" name="act" value="end_place" />
      <input type="hidden" name="placeId" value={placeId} />
      <p className="measure text-s">{t('rules:ending.hint')}</p>
      <ChoiceField
        id={`reason-${placeId}`}
        name="reason"
        label={t('rules:ending.reason')}
        defaultValue={entries.value('reason')}
        error={entries.error('reason')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...endingReasons.map((reason) => ({ value: reason, label: t(`rules:ending.reason.${reason}`) })),
        ]}
      />
    </ActForm>
  )
}
