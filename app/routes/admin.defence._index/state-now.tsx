import { Form, useNavigation } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import type { ListedPause } from '#app/domain/defence/defence-page.server.ts'
import { liftReasons } from '#app/domain/defence/pause.ts'

type StateNowProps = { pause: ListedPause | null; timezone: string; mayManage: boolean; entries: Entries }

/** Whether the form takes gifts; where it does not, why, until when, and the way to end it. */
export function StateNow({ pause, timezone, mayManage, entries }: StateNowProps) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <section aria-labelledby="now" className="grid gap-3">
      <h2 id="now" className="text-xl">
        {t('defence:state')}
      </h2>
      <p className="text-l">
        <StateMark progress={pause ? 'lost' : 'done'} sentence>
          {t(pause ? 'defence:state.paused' : 'defence:state.open')}
        </StateMark>
      </p>
      {pause && (
        <p className="measure">
          {t(`defence:cause.${pause.cause}`, { count: pause.counted })}.{' '}
          {t('defence:state.until', { time: minute(pause.endsAt) })}
        </p>
      )}
      {pause && mayManage && <Lift pauseId={pause.id} entries={entries} />}
    </section>
  )
}

function Lift({ pauseId, entries }: { pauseId: string; entries: Entries }) {
  const { t } = useWords()
  const busy = useNavigation().state === 'submitting'
  return (
    <Confirm ask={t('defence:lift')} tone="outline" open={entries.value('intent') === 'lift'}>
      <Form method="post" className="grid max-w-prose gap-4">
        <p>{t('defence:lift.hint')}</p>
        <input type="hidden" name="intent" value="lift" />
        <input type="hidden" name="pauseId" value={pauseId} />
        <ChoiceField
          name="reason"
          label={t('defence:lift.reason')}
          defaultValue={entries.value('reason')}
          error={entries.error('reason')}
          choices={[
            { value: '', label: t('defence:lift.choose') },
            ...liftReasons.map((value) => ({ value, label: t(`defence:reason.${value}`) })),
          ]}
        />
        <div>
          <Button disabled={busy}>{t('defence:lift.sure')}</Button>
        </div>
      </Form>
    </Confirm>
  )
}
