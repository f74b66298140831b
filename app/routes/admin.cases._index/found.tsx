import { Link } from '@remix-run/react'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { useWords } from '#app/components/words.ts'
import { paths } from '#app/http/paths.ts'

type Person = { personId: string; caseCodes: string[]; fund: string; createdAt: Date }

/** Who was found, by case code and nothing else. */
export function Found({ people, timezone }: { people: Person[]; timezone: string }) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  if (people.length === 0)
    return <EmptyState title={t('vault:search.none.title')}>{t('vault:search.none')}</EmptyState>
  return (
    <DataTable
      caption={t('vault:search.found', { count: people.length })}
      columns={[
        {
          key: 'cases',
          header: t('vault:search.column.cases'),
          names: true,
          cell: ({ personId, caseCodes }) => (
            <Link to={paths.casePerson(personId)} className="inline-block py-1">
              {caseCodes.length > 0 ? <bdi>{caseCodes.join(', ')}</bdi> : t('vault:search.no_case')}
            </Link>
          ),
        },
        { key: 'fund', header: t('vault:search.column.fund'), cell: ({ fund }) => fund },
        {
          key: 'since',
          header: t('vault:search.column.since'),
          whole: true,
          cell: ({ createdAt }) => day(createdAt),
        },
      ]}
      rows={people}
      rowKey={({ personId }) => personId}
    />
  )
}
