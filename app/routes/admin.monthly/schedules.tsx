import { Form } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { ListedSchedule } from '#app/domain/recurring-donations/list-schedules.server.ts'
import { cardRefused, type ScheduleView } from '#app/domain/recurring-donations/schedule-list.ts'

type SchedulesProps = {
  schedules: ListedSchedule[]
  view: ScheduleView
  timezone: string
  mayAsk: boolean
}

/** One line per monthly gift; whoever may, asks the donor whose card was refused for a working one. */
export function Schedules({ schedules, view, timezone, mayAsk }: SchedulesProps) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  return (
    <DataTable
      caption={t(`donors:monthly.view.${view}`)}
      captionHidden
      rows={schedules}
      rowKey={({ id }) => id}
      columns={[
        { key: 'donor', header: t('donors:monthly.donor'), names: true, cell: ({ donor }) => donor },
        {
          key: 'funds',
          header: t('donors:monthly.funds'),
          cell: ({ funds }) => (
            <ul>
              {funds.map((fund) => (
                <li key={fund}>{fund}</li>
              ))}
            </ul>
          ),
        },
        {
          key: 'since',
          header: t('donors:monthly.since'),
          lesser: true,
          cell: ({ startedAt }) => <span className="whitespace-nowrap">{day(startedAt)}</span>,
        },
        view === 'cancelled'
          ? {
              key: 'ended',
              header: t('donors:monthly.ended'),
              cell: ({ endedAt }: ListedSchedule) => endedAt && day(endedAt),
            }
          : {
              key: 'next',
              header: t('donors:monthly.next'),
              cell: ({ nextChargeAt }: ListedSchedule) =>
                nextChargeAt ? day(nextChargeAt) : t('donors:monthly.next.none'),
            },
        { key: 'notes', header: t('donors:monthly.notes'), cell: (row) => <Notes row={row} day={day} /> },
        {
          key: 'amount',
          header: t('donors:monthly.amount'),
          align: 'end',
          cell: ({ amountCents }) => money(amountCents),
        },
        ...(mayAsk && schedules.some(isRefused)
          ? [
              {
                key: 'ask',
                header: t('donors:monthly.ask.header'),
                cell: (row: ListedSchedule) => isRefused(row) && <AskForCard row={row} />,
              },
            ]
          : []),
      ]}
    />
  )
}

const isRefused = ({ state }: ListedSchedule): boolean => state === cardRefused

function AskForCard({ row: { id, donor } }: { row: ListedSchedule }) {
  const { t } = useWords()
  return (
    <Form method="post">
      <input type="hidden" name="scheduleId" value={id} />
      <Button tone="outline" aria-label={t('donors:monthly.ask.for', { donor })}>
        {t('donors:monthly.ask')}
      </Button>
    </Form>
  )
}

/** What happened to it that someone should know. */
function Notes({ row, day }: { row: ListedSchedule; day: (date: Date) => string }) {
  const { t } = useWords()
  const notes = [
    row.changedAt && t('donors:monthly.note.changed', { date: day(row.changedAt) }),
    row.recoveredAt && t('donors:monthly.note.recovered', { date: day(row.recoveredAt) }),
    row.isTwice && t('donors:monthly.note.twice'),
    row.cardAskedAt && t('donors:monthly.note.asked', { date: day(row.cardAskedAt) }),
  ].filter((note) => typeof note === 'string')
  if (notes.length === 0) return null
  return (
    <ul className="text-s">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  )
}
