import { ColumnChart } from '#app/components/column-chart.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { useWords } from '#app/components/words.ts'
import type { DefencePage, HourOfGiving } from '#app/domain/defence/defence-page.server.ts'

type HoursProps = Pick<DefencePage, 'hours' | 'turnedAway'> & { timezone: string }

const figures = ['begun', 'paid', 'refused', 'turnedAway'] as const
const headers = {
  begun: 'defence:hours.begun',
  paid: 'defence:hours.paid',
  refused: 'defence:hours.refused',
  turnedAway: 'defence:hours.turned_away',
} as const

/** How the last day went, hour by hour: refused cards as columns, all figures in a table. */
export function Hours({ hours, turnedAway, timezone }: HoursProps) {
  const { t } = useWords()
  const { brief } = useFormats(timezone)
  const busy = hours.filter((hour) => figures.some((name) => hour[name] > 0)).toReversed()
  const refused = hours.map((hour) => hour.refused)
  return (
    <section aria-labelledby="hours" className="grid gap-4">
      <h2 id="hours" className="text-xl">
        {t('defence:hours')}
      </h2>
      {busy.length === 0 && (
        <EmptyState title={t('defence:hours.none.title')}>{t('defence:hours.none')}</EmptyState>
      )}
      {busy.length > 0 && (
        <>
          <ColumnChart
            title={t('defence:hours.chart')}
            desc={t('defence:hours.chart.desc', {
              count: refused.reduce((sum, each) => sum + each, 0),
              most: Math.max(...refused),
            })}
            columns={hours.map(({ hour, refused: value }) => ({
              ...{ key: hour.toISOString(), label: brief(hour), value },
            }))}
          />
          <p className="text-s text-quiet" aria-hidden="true">
            {t('defence:hours.chart')}
          </p>
          <DataTable
            caption={t('defence:hours.table')}
            columns={[
              {
                ...{ key: 'hour', header: t('defence:hours.hour'), names: true, whole: true },
                cell: (row: HourOfGiving) => brief(row.hour),
              },
              ...figures.map((name) => ({
                ...{ key: name, header: t(headers[name]), align: 'end' as const },
                cell: (row: HourOfGiving) => String(row[name]),
              })),
            ]}
            rows={busy}
            rowKey={({ hour }) => hour.toISOString()}
          />
        </>
      )}
      {turnedAway.length > 0 && (
        <DataTable
          caption={t('defence:turned_away')}
          columns={[
            {
              ...{ key: 'why', header: t('defence:turned_away.why'), names: true },
              cell: ({ what }: HoursProps['turnedAway'][number]) => t(`defence:turned_away.${what}`),
            },
            {
              ...{ key: 'times', header: t('defence:turned_away.times'), align: 'end' },
              cell: ({ times }) => String(times),
            },
          ]}
          rows={turnedAway}
          rowKey={({ what }) => what}
        />
      )}
    </section>
  )
}
