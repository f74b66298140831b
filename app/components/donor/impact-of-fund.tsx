import { Behind } from '#app/components/behind.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { type Segment, StackedBar } from '#app/components/stacked-bar.tsx'
import { useWords } from '#app/components/words.ts'
import type { OwnImpact } from '#app/domain/donor-area/gifts/impact-of-donor.server.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { formatDate } from '#app/words/dates.ts'
import { useDonorFrame } from './donor-frame.tsx'

/** What one fund's pool did with the reader's gifts, as of its last publication close. Never a person, never live. */
export function ImpactOfFund({ share }: { share: NonNullable<OwnImpact['share']> }) {
  const { t } = useWords()
  const { language, timezone } = useDonorFrame()
  const date = formatDate(share.asOf, language, timezone)
  const dollars = (cents: bigint) =>
    cents > 0n && cents < 100n
      ? t('donor:impact.less_than', { amount: formatCents(100n, language, { whole: true }) })
      : formatCents(cents, language, { whole: true })
  const part = (key: 'out' | 'bank' | 'used', cents: bigint, tone: Segment['tone']): Segment => ({
    ...{ key, label: t(`donor:impact.${key}`), cents, amount: dollars(cents), tone },
  })
  const parts = [
    part('bank', share.bankCents, 'strong'),
    part('out', share.outCents, 'mid'),
    part('used', share.usedCents, 'loss'),
  ]
  const sentence = t('donor:impact.today', {
    out: dollars(share.outCents),
    bank: dollars(share.bankCents),
    used: dollars(share.usedCents),
  })
  return (
    <>
      <p className="measure mt-3">{t('donor:impact.lead', { amount: dollars(share.givenCents) })}</p>
      <p className="measure mt-2">
        {share.people === null
          ? t('donor:impact.people.few')
          : t('donor:impact.people', { count: share.people })}{' '}
        {share.postedCents > 0n &&
          t(share.postedCents > share.givenCents ? 'donor:impact.posted.more' : 'donor:impact.posted', {
            amount: dollars(share.postedCents),
          })}
      </p>
      <p className="measure mt-5 mb-3 font-semibold">{sentence}</p>
      <StackedBar title={t('donor:impact.picture')} desc={sentence} segments={parts} />
      <Behind label={t('donor:impact.table')}>
        <DataTable
          caption={t('donor:impact.picture')}
          captionHidden
          rows={parts}
          rowKey={({ key }) => key}
          columns={[
            { key: 'part', header: t('donor:impact.part'), names: true, cell: ({ label }) => label },
            { key: 'sum', header: t('donor:impact.sum'), align: 'end', cell: ({ amount }) => amount },
          ]}
        />
      </Behind>
      <p className="measure mt-4 text-s text-quiet">{t('donor:impact.as_of', { date })}</p>
    </>
  )
}
