import { Link } from '@remix-run/react'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { AgreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { paths } from '#app/http/paths.ts'

/** Each sum that came, with the paper that the family takes home. */
export function Receipts({ page, timezone }: { page: AgreementPage; timezone: string }) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  const { day: calendarDay } = useFormats('UTC')
  if (page.receipts.length === 0) return <p className="text-quiet">{t('copay:receipts.none')}</p>
  return (
    <DataTable
      caption={t('copay:receipts.title')}
      rows={page.receipts}
      rowKey={({ id }) => id}
      columns={[
        { key: 'at', header: t('copay:receipts.at'), names: true, cell: ({ at }) => day(at) },
        { key: 'reference', header: t('copay:receipts.reference'), cell: ({ reference }) => reference },
        {
          key: 'amount',
          header: t('copay:receipts.amount'),
          align: 'end',
          cell: ({ amount, takenBackOn }) =>
            takenBackOn ? (
              <>
                <s>{money(amount)}</s>
                <span className="block text-s text-loss">
                  {t('copay:reversal.taken_back', { date: calendarDay(takenBackOn) })}
                </span>
              </>
            ) : (
              money(amount)
            ),
        },
        {
          key: 'method',
          header: t('copay:receipts.method'),
          cell: ({ method }) => method && t(`admin:method.${method}`),
        },
        { key: 'by', header: t('copay:receipts.by'), cell: ({ by }) => by },
        {
          key: 'paper',
          header: t('copay:receipts.paper'),
          cell: ({ id }) => (
            <Link to={paths.copayPaper(page.id, id)} className="inline-block py-1">
              {t('copay:receipts.print')}
            </Link>
          ),
        },
      ]}
    />
  )
}
