import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { ScheduleList } from '#app/components/donor-records/schedule-list.tsx'
import { useWords } from '#app/components/words.ts'
import type { DonorRecord } from '#app/domain/donor-records/donor-record.server.ts'

/** What they gave to the reader's funds, year by year, and every month. */
export function DonorMoney({ record, timezone }: { record: DonorRecord; timezone: string }) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  return (
    <>
      {record.years.length === 0 ? (
        <p className="text-quiet">{t('donors:record.years.none')}</p>
      ) : (
        <DataTable
          caption={t('donors:record.years')}
          rows={record.years}
          rowKey={({ year }) => String(year)}
          columns={[
            {
              key: 'year',
              header: t('donors:record.year'),
              names: true,
              whole: true,
              cell: ({ year }) => String(year),
            },
            {
              key: 'given',
              header: t('donors:record.given'),
              align: 'end',
              cell: ({ givenCents }) => money(givenCents),
            },
            {
              key: 'back',
              header: t('donors:record.back_to_donor'),
              align: 'end',
              cell: ({ backCents }) => (backCents > 0n ? money(backCents) : null),
            },
            {
              key: 'net',
              header: t('donors:record.net'),
              align: 'end',
              cell: ({ givenCents, backCents }) => money(givenCents - backCents),
            },
          ]}
        />
      )}
      <section aria-labelledby="schedules" className="grid gap-3">
        <h2 id="schedules" className="text-l">
          {t('donors:record.schedules')}
        </h2>
        <ScheduleList schedules={record.schedules} timezone={timezone} linked />
      </section>
    </>
  )
}
