import type { CaseTransfer } from '#app/domain/records/case-record.server.ts'
import { type Column, DataTable } from '../data-table.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'

/** What the case did in the books, leg by leg. */
export function CaseTransfers({ transfers, timezone }: { transfers: CaseTransfer[]; timezone: string }) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  if (transfers.length === 0) return <p className="text-quiet">{t('records:case.no_transfers')}</p>
  const columns: Column<CaseTransfer>[] = [
    {
      key: 'at',
      header: t('admin:audit.column.at'),
      whole: true,
      names: true,
      cell: ({ occurredAt }) => day(occurredAt),
    },
    { key: 'to', header: t('records:transfer.debit'), cell: ({ debit }) => t(`records:ledger.${debit}`) },
    {
      key: 'from',
      header: t('records:transfer.credit'),
      cell: ({ credit }) => t(`records:ledger.${credit}`),
    },
    {
      key: 'amount',
      header: t('records:transfer.amount'),
      align: 'end',
      cell: ({ amountCents }) => money(amountCents),
    },
  ]
  return (
    <DataTable
      caption={t('records:case.transfers')}
      columns={columns}
      rows={transfers}
      rowKey={({ id }) => String(id)}
    />
  )
}
