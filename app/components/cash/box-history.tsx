import type { BoxPage } from '#app/domain/cash/reads/box-page.server.ts'
import { type Column, DataTable } from '../data-table.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'

type Count = BoxPage['counts'][number]
type Move = BoxPage['moves'][number]

/** The counts and moves of a cash box, the newest first. */
export function BoxHistory({ page, timezone }: { page: BoxPage; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const counts: Column<Count>[] = [
    { key: 'at', header: t('cash:column.at'), names: true, whole: true, cell: ({ at }) => minute(at) },
    {
      key: 'counted',
      header: t('cash:column.counted_amount'),
      align: 'end',
      cell: ({ countedCents }) => money(countedCents),
    },
    {
      key: 'difference',
      header: t('cash:column.difference'),
      align: 'end',
      cell: ({ differenceCents }) => money(differenceCents),
    },
    {
      key: 'by',
      header: t('cash:column.by'),
      cell: ({ by, witness }) => t('cash:by_two', { name: by, witness }),
    },
    {
      key: 'state',
      header: t('admin:fact.state'),
      cell: ({ state, witness, witnessedCents }) =>
        t(`cash:count.${state}`, {
          witness,
          figure: witnessedCents === null ? '' : money(witnessedCents),
        }),
    },
    {
      key: 'explained',
      header: t('cash:column.explained'),
      cell: ({ explained, isOpen }) => {
        if (explained)
          return t('cash:explained', {
            reason: t(`cash:explain.reason.${explained.reason}`),
            name: explained.by,
          })
        return isOpen && t('cash:differences', { count: 1 })
      },
    },
  ]
  const moves: Column<Move>[] = [
    { key: 'at', header: t('cash:column.at'), names: true, whole: true, cell: ({ at }) => minute(at) },
    { key: 'to', header: t('cash:move.to'), cell: ({ to }) => t(`cash:move.to.${to}`) },
    { key: 'amount', header: t('cash:move.amount'), align: 'end', cell: ({ cents }) => money(cents) },
    {
      key: 'by',
      header: t('cash:column.by'),
      cell: ({ by, witness }) => t('cash:by_two', { name: by, witness }),
    },
    {
      key: 'state',
      header: t('admin:fact.state'),
      cell: ({ state, witness, words }) => t(`cash:signed.${state}`, { witness, words }),
    },
  ]
  return (
    <>
      <section className="grid gap-3">
        <h2 className="text-l">{t('cash:counts.title')}</h2>
        {page.counts.length > 0 ? (
          <DataTable
            caption={t('cash:counts.title')}
            captionHidden
            columns={counts}
            rows={page.counts}
            rowKey={({ id }) => id}
          />
        ) : (
          <p className="text-quiet">{t('cash:never_counted')}</p>
        )}
      </section>
      {page.moves.length > 0 && (
        <section className="grid gap-3">
          <h2 className="text-l">{t('cash:moves.title')}</h2>
          <DataTable
            caption={t('cash:moves.title')}
            captionHidden
            columns={moves}
            rows={page.moves}
            rowKey={({ id }) => id}
          />
        </section>
      )}
    </>
  )
}
