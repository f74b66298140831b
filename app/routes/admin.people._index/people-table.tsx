import { Link } from '@remix-run/react'
import { DataTable } from '#app/components/data-table.tsx'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { paths } from '#app/http/paths.ts'

type Row = {
  id: string
  name: string
  email: string
  enrolled: boolean
  roles: { fund: string; role: Role }[]
}

/** Who may do what, by person. */
export function PeopleTable({ people }: { people: Row[] }) {
  const { t } = useWords()
  return (
    <DataTable
      stacks
      caption={t('admin:people.title')}
      captionHidden
      columns={[
        {
          key: 'name',
          header: t('admin:people.name'),
          names: true,
          cell: ({ id, name, email }) => (
            <>
              <Link to={paths.person(id)}>
                <bdi>{name}</bdi>
              </Link>
              <span className="block text-s font-normal text-quiet">{email}</span>
            </>
          ),
        },
        {
          key: 'state',
          header: t('admin:people.state'),
          cell: ({ enrolled }) => (
            <StateMark progress={enrolled ? 'done' : 'waiting'}>
              {enrolled ? t('admin:people.enrolled') : t('admin:people.invited')}
            </StateMark>
          ),
        },
        {
          key: 'roles',
          header: t('admin:people.roles'),
          cell: ({ roles }) => (
            <ul>
              {byFund(roles).map(({ fund, held }) => (
                <li key={fund}>
                  {t('admin:people.role_in_fund', {
                    role: held.map((role) => t(`admin:role.${role}`)).join(', '),
                    fund,
                  })}
                </li>
              ))}
            </ul>
          ),
        },
      ]}
      rows={people}
      rowKey={({ id }) => id}
    />
  )
}

/** One line for each fund, with all roles that the person holds in it. */
function byFund(roles: Row['roles']): { fund: string; held: Role[] }[] {
  const funds = [...new Set(roles.map(({ fund }) => fund))]
  return funds.map((fund) => ({
    fund,
    held: roles.filter((one) => one.fund === fund).map(({ role }) => role),
  }))
}
