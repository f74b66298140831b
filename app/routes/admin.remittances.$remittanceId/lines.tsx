import { Form, Link } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { RemittanceLine, RemittancePage } from '#app/domain/remittances/remittance-page.server.ts'
import { paths } from '#app/http/paths.ts'

/** What the payment says of each bond. While it is open a line can be taken out again. */
export function Lines({ page }: { page: RemittancePage }) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  if (page.lines.length === 0) return <p className="text-quiet">{t('remittance:lines.none')}</p>
  const removal = {
    key: 'remove',
    header: t('remittance:line.remove'),
    cell: ({ id, caseCode }: RemittanceLine) => (
      <Form method="post" action={paths.remittance(page.id)}>
        <input type="hidden" name="intent" value="remove" />
        <input type="hidden" name="lineId" value={id} />
        <Button tone="outline" aria-label={t('remittance:line.remove.of', { code: caseCode })}>
          {t('remittance:line.remove')}
        </Button>
      </Form>
    ),
  }
  return (
    <DataTable
      caption={t('remittance:lines.title')}
      rows={page.lines}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'case',
          header: t('admin:fact.case'),
          names: true,
          cell: ({ bondId, caseCode, brings }) => (
            <>
              <Link to={paths.bond(bondId)} className="figures inline-block whitespace-nowrap py-0.5">
                {caseCode}
              </Link>
              {brings === 'recovery' && (
                <span className="block text-s text-quiet">
                  {t(page.state === 'closed' ? 'remittance:line.was_recovery' : 'remittance:line.recovery')}
                </span>
              )}
            </>
          ),
        },
        { key: 'receipt', header: t('admin:payment.receipt'), cell: ({ receiptNumber }) => receiptNumber },
        {
          key: 'kept',
          header: t('admin:bond.money.kept'),
          cell: ({ deductions }) =>
            deductions
              .map(({ reason, amount }) => `${t(`admin:deduction.${reason}`)} ${money(amount)}`)
              .join(' · '),
        },
        {
          key: 'interest',
          header: t('admin:bond.money.interest'),
          align: 'end',
          cell: ({ interest }) => interest > 0n && money(interest),
        },
        {
          key: 'received',
          header: t('admin:bond.money.returned'),
          align: 'end',
          cell: ({ received }) => money(received),
        },
        { key: 'by', header: t('remittance:line.by'), cell: ({ by }) => by },
        ...(page.mayEnter ? [removal] : []),
      ]}
    />
  )
}
