import { Link } from '@remix-run/react'
import type { BondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { DataTable } from '../data-table.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'

/** Each return with what was kept of it, and why. */
export function BondReturns({ page, timezone }: { page: BondPage; timezone: string }) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  if (page.returns.length === 0) return null
  return (
    <DataTable
      caption={t('admin:bond.returns')}
      rows={page.returns}
      rowKey={({ id }) => id}
      columns={[
        { key: 'at', header: t('admin:bond.returns.at'), names: true, cell: ({ at }) => day(at) },
        {
          key: 'reference',
          header: t('admin:bond.return.reference'),
          cell: ({ reference, remittanceId }) =>
            remittanceId ? <Link to={paths.remittance(remittanceId)}>{reference}</Link> : reference,
        },
        {
          key: 'kept',
          header: t('admin:bond.money.kept'),
          cell: ({ deductions }) =>
            deductions
              .map(({ reason, amount }) => `${t(`admin:deduction.${reason}`)} ${money(amount)}`)
              .join(' · '),
        },
        {
          key: 'received',
          header: t('admin:bond.money.returned'),
          align: 'end',
          cell: ({ received }) => money(received),
        },
        { key: 'by', header: t('admin:bond.returns.by'), cell: ({ by }) => by },
      ]}
    />
  )
}
