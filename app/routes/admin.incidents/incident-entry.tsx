import { Form, useNavigation } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import type { IncidentRow } from '#app/domain/incidents/list-incidents.server.ts'

const marks = { open: 'lost', lifting: 'moving', lifted: 'done' } as const

/** One incident: who raised it, who lifted it, and what this person may do now. */
export function IncidentEntry({ incident, timezone }: { incident: IncidentRow; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const busy = useNavigation().state === 'submitting'
  const { id, fundName, reason, state, raised, lifted, confirmed, mayDo } = incident
  const steps = [
    { key: 'raised', act: raised },
    { key: 'lifted', act: lifted },
    { key: 'confirmed', act: confirmed },
  ]
  return (
    <article className="grid gap-3 border-b border-hairline pb-5">
      <h3 className="text-l font-semibold">{fundName}</h3>
      <p>
        <StateMark progress={marks[state]}>{t(`records:incident.state.${state}`)}</StateMark> ·{' '}
        {t(`records:incident.reason.${reason}`)}
      </p>
      <Timeline
        steps={steps.map(({ key, act }) => ({
          key,
          title: t(`records:incident.step.${key}`),
          ahead: act === null,
          ...(act ? { when: minute(act.at), note: <bdi>{act.by}</bdi> } : {}),
        }))}
      />
      {mayDo && (
        <Form method="post">
          <input type="hidden" name="intent" value={mayDo} />
          <input type="hidden" name="incidentId" value={id} />
          <Button tone="outline" disabled={busy}>
            {t(`records:incident.${mayDo}`)}
          </Button>
        </Form>
      )}
    </article>
  )
}
