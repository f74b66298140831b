import { Link } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import type { SampleRow } from '#app/domain/samples/sample-page.server.ts'
import { paths } from '#app/http/paths.ts'

/** Each sample, how far it is, and how many originals were not as they should be. */
export function SampleList({ samples, timezone }: { samples: SampleRow[]; timezone: string }) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  const columns: Column<SampleRow>[] = [
    {
      key: 'at',
      header: t('records:sample.drawn'),
      names: true,
      whole: true,
      cell: ({ id, drawnAt }) => (
        <Link to={paths.sample(id)} className="inline-block py-0.5">
          {day(drawnAt)}
        </Link>
      ),
    },
    { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundName }) => fundName },
    { key: 'by', header: t('admin:audit.column.who'), cell: ({ drawnBy }) => <bdi>{drawnBy}</bdi> },
    {
      key: 'state',
      header: t('admin:fact.state'),
      cell: ({ lines, found }) => (
        <StateMark progress={found === lines ? 'done' : found > 0 ? 'moving' : 'waiting'}>
          {t('records:sample.progress', { found, lines })}
        </StateMark>
      ),
    },
    {
      key: 'differing',
      header: t('records:sample.differing'),
      align: 'end',
      cell: ({ differing }) => differing,
    },
  ]
  return (
    <DataTable caption={t('records:sample.list')} columns={columns} rows={samples} rowKey={({ id }) => id} />
  )
}
