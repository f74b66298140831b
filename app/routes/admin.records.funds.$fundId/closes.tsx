import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { FundRecord } from '#app/domain/records/fund-record.server.ts'

type Close = FundRecord['closes'][number]

/** The fund's closes, the newest first. */
export function Closes({ closes, timezone }: { closes: Close[]; timezone: string }) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  if (closes.length === 0) return <p className="text-quiet">{t('records:fund.closes.none')}</p>
  const columns: Column<Close>[] = [
    {
      key: 'seq',
      header: t('admin:audit.detail.seq'),
      names: true,
      cell: ({ seq }) => <span className="figures">{seq}</span>,
    },
    { key: 'cut', header: t('records:fund.cut'), whole: true, cell: ({ cutAt }) => day(cutAt) },
    {
      key: 'published',
      header: t('admin:audit.detail.published'),
      cell: ({ published }) => t(`admin:audit.value.${published}`),
    },
    {
      key: 'by',
      header: t('admin:audit.column.who'),
      cell: ({ by }) => (by === null ? t('admin:audit.actor.system') : <bdi>{by}</bdi>),
    },
  ]
  return (
    <DataTable
      caption={t('records:fund.closes')}
      columns={columns}
      rows={closes}
      rowKey={({ seq }) => String(seq)}
    />
  )
}
