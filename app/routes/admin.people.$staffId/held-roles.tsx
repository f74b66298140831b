import { DataTable } from '#app/components/data-table.tsx'
import { useWords } from '#app/components/words.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { formatDate } from '#app/words/dates.ts'

type Held = { fundId: string; fund: string; role: Role; since: Date }

/** What one person may do, by fund. */
export function HeldRoles({ roles, reading }: { roles: Held[]; reading: Reading }) {
  const { t } = useWords()
  const { language, timezone } = reading
  return (
    <DataTable
      caption={t('admin:people.roles')}
      columns={[
        { key: 'fund', header: t('admin:people.fund'), cell: ({ fund }) => fund, names: true },
        { key: 'role', header: t('admin:people.role'), cell: ({ role }) => t(`admin:role.${role}`) },
        {
          key: 'since',
          header: t('admin:people.since'),
          cell: ({ since }) => formatDate(since, language, timezone),
        },
      ]}
      rows={roles}
      rowKey={({ fundId, role }) => `${fundId}:${role}`}
    />
  )
}

type Reading = { language: string; timezone: string }
