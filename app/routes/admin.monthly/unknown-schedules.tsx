import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { UnknownSchedule } from '#app/domain/recurring-donations/list-schedules.server.ts'

/** What Stripe charges month by month and nobody here started. It is looked at there, and ended there if it must end. */
export function UnknownSchedules({
  schedules,
  timezone,
}: {
  schedules: UnknownSchedule[]
  timezone: string
}) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  if (schedules.length === 0) return null
  return (
    <section aria-labelledby="unknown" className="grid gap-3 border-s-4 border-loss ps-4">
      <h2 id="unknown" className="text-xl">
        {t('donors:monthly.unknown.title')}
      </h2>
      <p className="measure">{t('donors:monthly.unknown')}</p>
      <DataTable
        caption={t('donors:monthly.unknown.title')}
        captionHidden
        rows={schedules}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'id',
            header: t('donors:monthly.unknown.id'),
            names: true,
            cell: ({ id }) => (
              <code dir="ltr" className="break-all">
                {id}
              </code>
            ),
          },
          { key: 'since', header: t('donors:monthly.since'), cell: ({ createdAt }) => day(createdAt) },
          {
            key: 'amount',
            header: t('donors:monthly.amount'),
            align: 'end',
            cell: ({ amountCents }) => money(amountCents),
          },
        ]}
      />
    </section>
  )
}
