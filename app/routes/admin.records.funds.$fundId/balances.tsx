import { Link } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { FundRecord } from '#app/domain/records/fund-record.server.ts'
import { paths } from '#app/http/paths.ts'

type Balance = FundRecord['balances'][number]

/** Where what stands on an account is looked at, where there is such a page. */
const pageOf: Record<string, () => string> = {
  bond_deposit: paths.bonds,
  refund_due: paths.recoveryDesk,
  suspense: paths.suspense,
}

/** Every account of the fund, positive on its own side. */
export function Balances({ balances }: { balances: Balance[] }) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const columns: Column<Balance>[] = [
    {
      key: 'account',
      header: t('records:fund.account'),
      names: true,
      cell: ({ code }) => {
        const page = pageOf[code]
        const words = t(`records:ledger.${code}`)
        return page ? (
          <Link to={page()} className="py-0.5">
            {words}
          </Link>
        ) : (
          words
        )
      },
    },
    { key: 'type', header: t('records:fund.type'), cell: ({ type }) => t(`records:type.${type}`) },
    { key: 'balance', header: t('records:fund.balance'), align: 'end', cell: ({ cents }) => money(cents) },
  ]
  return (
    <DataTable
      caption={t('records:fund.balances')}
      columns={columns}
      rows={balances}
      rowKey={({ code }) => code}
    />
  )
}
