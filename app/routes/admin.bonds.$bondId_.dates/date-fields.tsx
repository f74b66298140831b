import { CodeChoice } from '#app/components/dates/code-choice.tsx'
import { DayField } from '#app/components/dates/day-field.tsx'
import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { knownFrom } from '#app/domain/bonds/bond.ts'
import { halves, hearingsOf } from '#app/domain/court-dates/court-date.ts'
import type { DatesOfBond } from '#app/domain/court-dates/reads/dates-of-bond.server.ts'

type Props = { form: string; kind: DatesOfBond['kind']; entries: Entries; required?: boolean }

/** When, what and where. */
export function DateFields({ form, kind, entries, required = false }: Props) {
  const { t } = useWords()
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <DayField form={form} name="day" label={t('dates:field.day')} entries={entries} required={required} />
        <CodeChoice
          {...{ form, entries, required }}
          name="half"
          label={t('dates:field.half')}
          values={halves}
          word={(value) => t(`dates:half.${value}`)}
        />
      </div>
      <CodeChoice
        {...{ form, entries, required }}
        name="hearing"
        label={t('dates:field.hearing')}
        values={hearingsOf(kind)}
        word={(value) => t(`dates:hearing.${value}`)}
      />
      <div className="grid gap-4 sm:grid-cols-[2fr_1fr]">
        <Field
          id={`${form}-building`}
          name="building"
          label={t('dates:field.building')}
          maxLength={120}
          defaultValue={entries.value('building')}
          error={entries.error('building')}
          required={required}
        />
        <Field
          id={`${form}-room`}
          name="room"
          label={t('dates:field.room')}
          maxLength={60}
          defaultValue={entries.value('room')}
          error={entries.error('room')}
        />
      </div>
    </>
  )
}

/** How we know. */
export function KnownFrom({ form, entries }: { form: string; entries: Entries }) {
  const { t } = useWords()
  return (
    <CodeChoice
      {...{ form, entries }}
      name="knownFrom"
      label={t('admin:known.label')}
      values={knownFrom}
      word={(value) => t(`admin:known.${value}`)}
    />
  )
}
