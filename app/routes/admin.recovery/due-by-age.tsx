import { scaleLinear } from 'd3-scale'
import { useId } from 'react'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import { type AgeBucket, ageBuckets } from '#app/domain/bonds/chase.ts'
import type { DueSum } from '#app/domain/bonds/reads/recovery-desk.server.ts'

const width = 1000
const rowHeight = 10
const barHeight = 6

/** How long the money has been due, as bars of dollars, and as a table of the same. */
export function DueByAge({ byAge }: { byAge: Record<AgeBucket, DueSum> }) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const id = useId()
  const rows = ageBuckets.map((bucket) => ({ bucket, ...byAge[bucket] }))
  // A bar is only as exact as a screen; the table beside it has every cent.
  const along = scaleLinear([0, Math.max(1, ...rows.map(({ cents }) => Number(cents)))], [0, width])
  return (
    <div className="grid items-start gap-x-12 gap-y-6 lg:grid-cols-2">
      <div className="grid grid-cols-[auto_1fr] gap-x-4">
        <ul aria-hidden="true">
          {rows.map(({ bucket }) => (
            <li key={bucket} className="flex h-10 items-center whitespace-nowrap text-s">
              {t(`recovery:age.${bucket}`)}
            </li>
          ))}
        </ul>
        <svg
          viewBox={`0 0 ${width} ${rowHeight * rows.length}`}
          preserveAspectRatio="none"
          className="h-40 w-full border-s border-edge rtl:-scale-x-100"
          role="img"
          aria-labelledby={`${id}-title ${id}-desc`}
        >
          <title id={`${id}-title`}>{t('recovery:ages.title')}</title>
          <desc id={`${id}-desc`}>
            {rows.map(({ bucket, cents }) => `${t(`recovery:age.${bucket}`)}: ${money(cents)}`).join('. ')}
          </desc>
          {rows.map(({ bucket, cents }, index) => (
            <rect
              key={bucket}
              x="0"
              y={index * rowHeight + (rowHeight - barHeight) / 2}
              width={along(Number(cents))}
              height={barHeight}
              fill={bucket === 'older' ? 'var(--loss)' : 'var(--primary-mid)'}
            />
          ))}
        </svg>
      </div>
      <DataTable
        caption={t('recovery:ages.title')}
        captionHidden
        rows={rows}
        rowKey={({ bucket }) => bucket}
        columns={[
          {
            key: 'age',
            header: t('recovery:ages.age'),
            names: true,
            cell: ({ bucket }) => t(`recovery:age.${bucket}`),
          },
          { key: 'bonds', header: t('recovery:ages.bonds'), align: 'end', cell: ({ bonds }) => bonds },
          { key: 'due', header: t('recovery:ages.due'), align: 'end', cell: ({ cents }) => money(cents) },
        ]}
      />
    </div>
  )
}
