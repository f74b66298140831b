import { Link } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { ListedDonor } from '#app/domain/donor-records/list-donors.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = { caption: string; donors: ListedDonor[]; timezone: string }

/** Donors as a list: enough to find the right one, and no more. */
export function DonorTable({ caption, donors, timezone }: Props) {
  const { t } = useWords()
  const { month } = useFormats(timezone)
  const columns: Column<ListedDonor>[] = [
    {
      key: 'name',
      header: t('donors:record.name'),
      names: true,
      cell: ({ id, name, email }) => (
        <>
          <Link to={paths.donorRecord(id)} className="wrap-anywhere inline-block py-1">
            <bdi>{name || t('donors:record.nameless')}</bdi>
          </Link>
          {email && (
            <span className="wrap-anywhere block font-normal text-s text-quiet">
              <bdi>{email}</bdi>
            </span>
          )}
        </>
      ),
    },
    {
      key: 'last',
      header: t('donors:record.last_gift'),
      whole: true,
      cell: ({ lastGiftAt }) => lastGiftAt && month(lastGiftAt),
    },
    {
      key: 'band',
      header: t('donors:record.total'),
      align: 'end',
      cell: ({ band }) => t(`donors:record.band.${band}`),
    },
  ]
  return <DataTable {...{ caption, columns }} captionHidden stacks rows={donors} rowKey={({ id }) => id} />
}
