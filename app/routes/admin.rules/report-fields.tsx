import { CheckField } from '#app/components/check-field.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { FieldError } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { reportFigures, reportPeriods } from '#app/domain/reports/report.ts'
import { keptIn, Line } from './kept-in.tsx'

/** Of a report: how often, by when, and what it counts. */
export function ReportFields({ entries }: { entries: Entries }) {
  const { t } = useWords()
  const kept = keptIn(entries)
  const ticked = entries.all('figures')
  return (
    <details open={entries.value('kind') === 'report_due'}>
      <summary className="inline-block py-1 text-primary underline underline-offset-4">
        {t('rules:schedule.title')}
      </summary>
      <div className="mt-3 grid gap-4">
        <ChoiceField
          {...kept('period')}
          label={t('rules:schedule.period')}
          choices={[
            { value: '', label: t('rules:schedule.none') },
            ...reportPeriods.map((period) => ({ value: period, label: t(`rules:period.${period}`) })),
          ]}
        />
        <Line
          {...kept('dueMonth')}
          label={t('rules:schedule.month')}
          hint={t('rules:schedule.month.hint')}
          inputMode="numeric"
          dir="ltr"
        />
        <Line {...kept('dueDay')} label={t('rules:schedule.day')} inputMode="numeric" dir="ltr" />
        <Line
          {...kept('withinDays')}
          label={t('rules:schedule.within')}
          hint={t('rules:schedule.within.hint')}
          inputMode="numeric"
          dir="ltr"
        />
        <fieldset className="grid gap-2">
          <legend className="font-semibold">{t('rules:schedule.figures')}</legend>
          {reportFigures.map((figure) => (
            <CheckField
              key={figure}
              id={`figures-${figure}`}
              name="figures"
              value={figure}
              label={t(`rules:figure.${figure}`)}
              defaultChecked={ticked.includes(figure)}
            />
          ))}
          <FieldError id="version-figures" error={entries.error('figures')} />
        </fieldset>
      </div>
    </details>
  )
}
