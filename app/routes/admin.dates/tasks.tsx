import { Link } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { Calendar } from '#app/domain/court-dates/reads/calendar.server.ts'
import { paths } from '#app/http/paths.ts'

type Task = Calendar['tasks'][number]

/** What has to be done about cases, what is due first on top. A word says what is late, not a colour. */
export function Tasks({ tasks, at, timezone }: { tasks: Task[]; at: Date; timezone: string }) {
  const { t } = useWords()
  const { due } = useFormats(timezone)
  const columns: Column<Task>[] = [
    {
      key: 'act',
      header: t('dates:tasks.act'),
      names: true,
      cell: ({ act, bondId, what }) => (
        <Link to={paths.bondDates(bondId)} className="inline-block py-0.5">
          {act === 'meet_deadline' ? t(`dates:deadline.kind.${what}`) : t(`admin:waiting.act.${act}`)}
        </Link>
      ),
    },
    {
      key: 'case',
      header: t('admin:fact.case'),
      whole: true,
      cell: ({ caseCode }) => <span className="figures">{caseCode}</span>,
    },
    {
      key: 'due',
      header: t('dates:tasks.due'),
      cell: ({ dueAt }) => (
        <span className={dueAt < at ? 'font-semibold text-loss' : ''}>
          {t(dueAt < at ? 'dates:tasks.late' : 'dates:tasks.by', { date: due(dueAt) })}
        </span>
      ),
    },
    { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundName }) => fundName },
  ]
  return (
    <section className="grid gap-3">
      <h2 className="text-l">{t('dates:tasks.title')}</h2>
      {tasks.length === 0 ? (
        <p className="text-quiet">{t('dates:tasks.none')}</p>
      ) : (
        <DataTable
          caption={t('dates:tasks.title')}
          captionHidden
          columns={columns}
          rows={tasks}
          rowKey={({ act, bondId, what, dueAt }) => `${act} ${bondId} ${what} ${dueAt.getTime()}`}
        />
      )}
    </section>
  )
}
