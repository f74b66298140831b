import type { MyNight } from '#app/domain/envelopes/reads/my-nights.server.ts'
import type { Entries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Field } from '../field.tsx'
import { useWords } from '../words.ts'

type Props = { id: string; night: MyNight; entries: Entries; timezone: string }

/** When the money was handed over. While the night is open, left empty is now; afterwards it has to be said. */
export function DrawnAtField({ id, night, entries, timezone }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const isOver = night.stage === 'closing'
  return (
    <Field
      id={id}
      name="occurredAt"
      type="datetime-local"
      label={t('envelope:draw.moment')}
      hint={t(isOver ? 'envelope:draw.moment.over' : 'envelope:draw.moment.hint', {
        moment: minute(night.closesAt),
      })}
      defaultValue={entries.value('occurredAt')}
      error={entries.error('occurredAt')}
      required={isOver}
    />
  )
}
