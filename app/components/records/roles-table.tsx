import { Link } from '@remix-run/react'
import type { RoleHeld } from '#app/domain/records/roles-over-time.server.ts'
import { paths } from '#app/http/paths.ts'
import { type Column, DataTable } from '../data-table.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'

type Props = { roles: RoleHeld[]; timezone: string; fundNameOf?: (fundId: string) => string }

/** Who held which role from when to when; of one person, in which fund. */
export function RolesTable({ roles, timezone, fundNameOf }: Props) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  const who: Column<RoleHeld> = fundNameOf
    ? { key: 'fund', header: t('admin:fact.fund'), names: true, cell: ({ fundId }) => fundNameOf(fundId) }
    : {
        key: 'who',
        header: t('admin:audit.column.who'),
        names: true,
        cell: ({ staffId, name }) => (
          <Link to={paths.staffRecord(staffId)} className="inline-block py-0.5">
            <bdi>{name}</bdi>
          </Link>
        ),
      }
  const columns: Column<RoleHeld>[] = [
    who,
    { key: 'role', header: t('admin:audit.detail.role'), cell: ({ role }) => t(`admin:role.${role}`) },
    { key: 'from', header: t('records:role.from'), whole: true, cell: ({ from }) => day(from) },
    {
      key: 'to',
      header: t('records:role.to'),
      whole: true,
      cell: ({ to }) => (to ? day(to) : t('records:role.now')),
    },
  ]
  return (
    <DataTable
      caption={t('records:roles')}
      columns={columns}
      rows={roles}
      rowKey={({ staffId, fundId, role, from, to }) =>
        [staffId, fundId, role, from.getTime(), to?.getTime() ?? ''].join()
      }
    />
  )
}
