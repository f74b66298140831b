import { DataTable } from '#app/components/data-table.tsx'
import { useWords } from '#app/components/words.ts'
import type { GivenByYear } from '#app/domain/donor-area/gifts/gifts-of-donor.server.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { useDonorFrame } from './donor-frame.tsx'

/**
 * What was given in each calendar year, less what went back, and what of it a bank may still take back; as the statement
 * says it, and in words where a gift is not in the sum.
 */
export function YearsGiven({ years, hasOtherPapers }: GivenByYear) {
  const { t } = useWords()
  const { language } = useDonorFrame()
  return (
    <div className="max-w-[38rem]">
      <DataTable
        caption={t('donor:years.title')}
        rows={years}
        rowKey={({ year }) => String(year)}
        columns={[
          { key: 'year', header: t('donor:years.year'), names: true, cell: ({ year }) => String(year) },
          { key: 'gifts', header: t('donor:years.gifts'), align: 'end', cell: ({ gifts }) => gifts },
          {
            key: 'sum',
            header: t('donor:years.sum'),
            align: 'end',
            cell: ({ cents }) => formatCents(cents, language),
          },
        ]}
      />
      {years
        .filter(({ disputedCents }) => disputedCents > 0n)
        .map(({ year, disputedCents }) => (
          <p key={year} className="mt-2 text-s text-quiet">
            {t('donor:years.disputed', { year: String(year), amount: formatCents(disputedCents, language) })}
          </p>
        ))}
      {hasOtherPapers && <p className="mt-2 text-s text-quiet">{t('donor:years.others')}</p>}
    </div>
  )
}
