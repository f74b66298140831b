import { Behind } from '#app/components/behind.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { GiftsOverTime } from '#app/components/gifts-over-time.tsx'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { formatDate } from '#app/words/dates.ts'

/** `month` is `2026-10`. */
type Month = { month: string; cents: bigint; gifts: number }

/** Two columns are no picture of a course. */
const fewest = 3

export function GiftsByMonth({ months }: { months: Month[] }) {
  const { t } = useWords()
  const { language } = usePublicFrame()
  const named = months.map((month) => ({ ...month, label: nameOf(month.month, language) }))
  const most = named.reduce<(typeof named)[number] | null>(
    (best, month) => (best && best.cents >= month.cents ? best : month),
    null,
  )
  const first = named.at(0)
  const last = named.at(-1)
  if (!most || !first || !last) return null

  const dollars = (cents: bigint) => formatCents(cents, language, { whole: true })
  return (
    <section aria-labelledby="months-title" className="border-t border-hairline py-10">
      <h2 id="months-title" className="text-2xl">
        {t('public:fund.months.title')}
      </h2>
      <p className="measure mt-2 mb-6">
        {t('public:fund.months.conclusion', {
          count: named.length,
          month: most.label,
          most: dollars(most.cents),
        })}
      </p>
      {named.length >= fewest && (
        <GiftsOverTime
          title={t('public:fund.months.title')}
          desc={t('public:fund.months.desc', { first: first.label, last: last.label })}
          months={named}
        />
      )}
      <Behind label={t('public:fund.months.table')}>
        <DataTable
          caption={t('public:fund.months.title')}
          captionHidden
          rowKey={({ month }) => month}
          rows={named}
          columns={[
            { key: 'month', header: t('public:fund.months.month'), names: true, cell: ({ label }) => label },
            {
              key: 'dollars',
              header: t('public:fund.months.dollars'),
              align: 'end',
              cell: ({ cents }) => dollars(cents),
            },
            { key: 'gifts', header: t('public:fund.months.gifts'), align: 'end', cell: ({ gifts }) => gifts },
          ]}
        />
      </Behind>
    </section>
  )
}

/** A month is the same in every time zone: read and shown as UTC, it cannot slip into its neighbour. */
const nameOf = (month: string, language: string) =>
  formatDate(new Date(`${month}-15T00:00:00Z`), language, 'UTC', 'month')
