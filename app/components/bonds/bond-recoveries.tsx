import { type Column, DataTable } from '../data-table.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'
import type { BondFrame } from './bond-frame.ts'

type Recovered = BondFrame['page']['recoveries'][number]

/** Each payment that came after the loss was booked. */
export function BondRecoveries({ page, timezone }: Pick<BondFrame, 'page' | 'timezone'>) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  if (page.recoveries.length === 0) return null
  const interestColumn: Column<Recovered> = {
    key: 'interest',
    header: t('recovery:recovery.interest'),
    align: 'end',
    cell: ({ interest }) => money(interest),
  }
  return (
    <DataTable
      caption={t('recovery:recoveries')}
      rows={page.recoveries}
      rowKey={({ id }) => id}
      columns={[
        { key: 'at', header: t('admin:bond.returns.at'), names: true, cell: ({ at }) => day(at) },
        {
          key: 'reference',
          header: t('recovery:recovery.reference'),
          cell: ({ reference }) => reference,
        },
        {
          key: 'received',
          header: t('recovery:money.recovered'),
          align: 'end',
          cell: ({ received }) => money(received),
        },
        ...(page.recoveries.some(({ interest }) => interest > 0n) ? [interestColumn] : []),
        { key: 'by', header: t('admin:bond.returns.by'), cell: ({ by }) => by },
      ]}
    />
  )
}
