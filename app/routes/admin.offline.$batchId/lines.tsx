import { Form, Link } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { pieceFacts } from '#app/components/offline/piece-facts.ts'
import { useWords } from '#app/components/words.ts'
import type { BatchLine, BatchPage } from '#app/domain/offline-gifts/batch-page.server.ts'
import { paths } from '#app/http/paths.ts'

/** What is in the batch. While it is open a line can be taken out again. */
export function Lines({ page }: { page: BatchPage }) {
  const { t } = useWords()
  const { day, money } = useFormats('UTC')
  if (page.lines.length === 0) return <p className="text-quiet">{t('offline:lines.none')}</p>
  // Someone else's donor is who they were entered as: the one who has that address.
  const giver = ({ donor, email }: BatchLine) =>
    donor ?? (email === '' ? t('offline:line.elsewhere') : t('offline:line.known_by', { email }))
  const removal = {
    key: 'remove',
    header: t('offline:line.remove'),
    cell: (line: BatchLine) => (
      <Form method="post" action={paths.offlineBatch(page.id)}>
        <input type="hidden" name="intent" value="remove" />
        <input type="hidden" name="lineId" value={line.id} />
        <Button
          tone="outline"
          className="whitespace-nowrap"
          aria-label={t('offline:line.remove.of', { donor: giver(line), amount: money(line.amount) })}
        >
          {t('offline:line.remove')}
        </Button>
      </Form>
    ),
  }
  return (
    <DataTable
      caption={t('offline:lines.title')}
      rows={page.lines}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'donor',
          header: t('offline:line.donor'),
          names: true,
          cell: (line) => {
            const name = <bdi className="inline-block min-w-28 wrap-anywhere">{giver(line)}</bdi>
            return line.paymentId ? (
              <Link to={paths.offlineGift(line.paymentId)} className="inline-block py-0.5">
                {name}
              </Link>
            ) : (
              name
            )
          },
        },
        {
          key: 'kind',
          header: t('offline:line.kind'),
          cell: (line) => (
            <>
              {t(`offline:kind.${line.kind}`)}
              <span className="block text-s text-quiet">{pieceFacts(line, t)}</span>
            </>
          ),
        },
        {
          key: 'received',
          header: t('offline:line.received_on'),
          cell: ({ receivedOn, by }) => (
            <>
              <span className="whitespace-nowrap">{day(receivedOn)}</span>
              <span className="block text-s text-quiet">{t('offline:line.by.name', { name: by })}</span>
            </>
          ),
        },
        ...(page.funds.length > 1
          ? [
              {
                key: 'funds',
                header: t('offline:fact.funds'),
                cell: ({ parts }: BatchLine) =>
                  parts.map(({ fund, amount }) => `${fund} ${money(amount)}`).join(' · '),
              },
            ]
          : []),
        {
          key: 'amount',
          header: t('offline:line.amount'),
          align: 'end',
          cell: ({ amount }) => money(amount),
        },
        ...(page.mayEnter ? [removal] : []),
      ]}
    />
  )
}
