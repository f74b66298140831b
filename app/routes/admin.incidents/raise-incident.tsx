import { Form, useNavigation } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { useWords } from '#app/components/words.ts'
import { incidentReasons } from '#app/domain/incidents/incident.ts'

/** One press, one look, and it is stopped. */
export function RaiseIncident({
  funds,
  entries,
}: {
  funds: { id: string; name: string }[]
  entries: Entries
}) {
  const { t } = useWords()
  const busy = useNavigation().state === 'submitting'
  return (
    <Confirm ask={t('records:incident.raise')}>
      <Form method="post" className="grid max-w-prose gap-4">
        <input type="hidden" name="intent" value="raise" />
        <ChoiceField
          name="fundId"
          label={t('admin:fact.fund')}
          defaultValue={entries.value('fundId', funds[0]?.id)}
          error={entries.error('fundId')}
          choices={funds.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <ChoiceField
          name="reason"
          label={t('records:incident.why')}
          hint={t('records:incident.why.hint')}
          defaultValue={entries.value('reason', incidentReasons[0])}
          error={entries.error('reason')}
          choices={incidentReasons.map((value) => ({ value, label: t(`records:incident.reason.${value}`) }))}
        />
        <div>
          <Button tone="refuse" disabled={busy}>
            {t('records:incident.raise.sure')}
          </Button>
        </div>
      </Form>
    </Confirm>
  )
}
