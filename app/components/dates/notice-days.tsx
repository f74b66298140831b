import type { Entries } from '../disbursements/use-entries.ts'
import { useWords } from '../words.ts'
import { DayField } from './day-field.tsx'

/** A forfeiture, a breach or a demand is recorded with the days that stand on its paper. */
export function NoticeDays({ entries }: { entries: Entries }) {
  const { t } = useWords()
  return (
    <fieldset className="grid gap-3">
      <legend className="font-semibold">{t('dates:notice.title')}</legend>
      <p className="measure text-s text-quiet">{t('dates:notice.lead')}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <DayField form="step" name="paperOn" label={t('dates:deadline.paperOn')} entries={entries} />
        <DayField form="step" name="lastDay" label={t('dates:deadline.lastDay')} entries={entries} />
      </div>
    </fieldset>
  )
}
