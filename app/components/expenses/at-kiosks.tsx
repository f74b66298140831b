import { Link } from '@remix-run/react'
import type { CardPage } from '#app/domain/expenses/reads/card-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { type Column, DataTable } from '../data-table.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'

type Charge = CardPage['atKiosks'][number]

/** What the card paid at kiosks and no statement paid yet: what it was for, its fees, and its receipt. */
export function AtKiosks({ charges, timezone }: { charges: Charge[]; timezone: string }) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  const columns: Column<Charge>[] = [
    {
      key: 'case',
      header: t('admin:fact.case'),
      names: true,
      cell: ({ disbursementId, caseCode }) => (
        <Link to={paths.disbursement(disbursementId)} className="inline-block py-0.5">
          <span className="figures">{caseCode}</span>
        </Link>
      ),
    },
    { key: 'day', header: t('expenses:column.day'), cell: ({ chargedAt }) => day(chargedAt) },
    {
      key: 'purpose',
      header: t('expenses:column.purpose'),
      cell: ({ purposeCode }) => t(`admin:purpose.${purposeCode}`),
    },
    { key: 'receipt', header: t('expenses:column.receipt'), cell: ({ receiptNumber }) => receiptNumber },
    { key: 'by', header: t('expenses:card.paid_by'), cell: ({ paidBy }) => paidBy },
    {
      key: 'principal',
      header: t('admin:payment.principal'),
      align: 'end',
      cell: ({ cents, feesCents }) => money(cents - feesCents),
    },
    { key: 'fees', header: t('admin:payment.fees'), align: 'end', cell: ({ feesCents }) => money(feesCents) },
    { key: 'total', header: t('expenses:column.total'), align: 'end', cell: ({ cents }) => money(cents) },
  ]
  return (
    <DataTable
      caption={t('expenses:card.at_kiosks')}
      rows={charges}
      rowKey={({ id }) => id}
      columns={columns}
    />
  )
}
