import { DataTable } from '#app/components/data-table.tsx'
import { useWords } from '#app/components/words.ts'
import { type Stored, type StoredPlaceName, storedIn } from '#app/domain/vault/stored-places.ts'

const places = Object.keys(storedIn) as StoredPlaceName[]

/** What a legal demand would get today, said before one comes. */
export function StoredWhere({ stored }: { stored: Stored }) {
  const { t } = useWords()
  return (
    <section aria-labelledby="stored" className="grid gap-2">
      <h2 id="stored" className="text-xl">
        {t('vault:stored.title')}
      </h2>
      <p className="measure text-quiet">{t('vault:stored.lead')}</p>
      <DataTable
        caption={t('vault:stored.title')}
        captionHidden
        stacks
        columns={[
          {
            key: 'place',
            header: t('vault:stored.column.place'),
            names: true,
            cell: (place) => t(`vault:stored.place.${place}`),
          },
          {
            key: 'count',
            header: t('vault:stored.column.count'),
            align: 'end',
            cell: (place) => stored[place],
          },
          {
            key: 'where',
            header: t('vault:stored.column.where'),
            cell: (place) => t(`vault:stored.where.${storedIn[place]}`),
          },
          {
            key: 'readable',
            prose: true,
            header: t('vault:stored.column.readable'),
            cell: (place) => <span className="measure">{t(`vault:stored.readable.${place}`)}</span>,
          },
        ]}
        rows={places}
        rowKey={(place) => place}
      />
      <p className="measure text-s text-quiet">{t('vault:stored.mails')}</p>
      <p className="measure text-s text-quiet">{t('vault:stored.backups')}</p>
    </section>
  )
}
