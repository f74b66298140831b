import { Behind } from '#app/components/behind.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { type Segment, StackedBar } from '#app/components/stacked-bar.tsx'
import { useWords } from '#app/components/words.ts'
import type { FundPage } from '#app/domain/funds/fund-page.server.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { formatDate } from '#app/words/dates.ts'

type Close = NonNullable<FundPage['lastClose']>
type Part = {
  key: 'onHand' | 'out' | 'lost' | 'fees'
  cents: bigint | null
  since: Date | undefined
  tone: Segment['tone']
}

/** The parts that what was raised had become at the close. Drawn only when all of them are of that one day. */
export function WhereMoneyWas({ close, k }: { close: Close; k: number }) {
  const { t } = useWords()
  const { language, timezone } = usePublicFrame()
  const parts: Part[] = [
    { key: 'onHand', cents: close.onHandCents, since: close.since?.onHandCents, tone: 'strong' },
    { key: 'out', cents: close.outCents, since: close.since?.outCents, tone: 'mid' },
    { key: 'lost', cents: close.lostCents, since: close.since?.lostCents, tone: 'loss' },
    { key: 'fees', cents: close.feesCents, since: close.since?.feesCents, tone: 'faint' },
  ]
  const sameDay = parts.every(({ cents, since }) => cents !== null && !since)
  const amount = (cents: bigint | null) =>
    cents === null ? t('public:figure.unpublished') : formatCents(cents, language, { whole: true })
  const small = t('public:fund.close.small', { k })

  const table = (
    <DataTable
      caption={t('public:fund.close.title')}
      captionHidden
      rowKey={({ key }) => key}
      rows={[
        ...parts,
        {
          key: 'raised' as const,
          cents: close.raisedCents,
          since: close.since?.raisedCents,
          tone: 'strong' as const,
        },
      ]}
      columns={[
        {
          key: 'part',
          header: t('public:fund.close.part'),
          names: true,
          cell: ({ key, cents, since }) => (
            <>
              {t(`public:fund.close.${key}`)}
              <span className="measure block text-s font-normal text-quiet">
                {key === 'raised' ? t('public:figure.raised.means') : t(`public:fund.close.${key}.means`)}{' '}
                {since &&
                  t('public:fund.close.since', { date: formatDate(since, language, timezone), small })}
                {cents === null && small}
              </span>
            </>
          ),
        },
        {
          key: 'dollars',
          header: t('public:fund.close.dollars'),
          align: 'end',
          cell: ({ cents }) => amount(cents),
        },
      ]}
    />
  )

  if (!sameDay)
    return (
      <div className="mt-4">
        <p className="measure mb-4">{t('public:fund.close.mixed')}</p>
        {table}
      </div>
    )
  return (
    <div className="mt-4">
      <p className="measure mb-6 font-display text-l">
        {t('public:fund.close.conclusion', conclusion(parts, language))}
      </p>
      <StackedBar
        title={t('public:fund.close.title')}
        desc={t(
          'public:fund.close.desc',
          Object.fromEntries(parts.map(({ key, cents }) => [key, amount(cents)])),
        )}
        segments={parts.map(({ key, cents, tone }) => ({
          key,
          label: t(`public:fund.close.${key}`),
          cents: cents ?? 0n,
          amount: amount(cents),
          tone,
        }))}
      />
      <Behind label={t('public:fund.close.table')}>{table}</Behind>
    </div>
  )
}

/** Shares of every hundred dollars, since people read those more easily than percentages. */
function conclusion(parts: Part[], language: string) {
  const of = (...keys: Part['key'][]) =>
    parts.reduce((sum, { key, cents }) => sum + (keys.includes(key) ? (cents ?? 0n) : 0n), 0n)
  const whole = of('onHand', 'out', 'lost', 'fees')
  const inHundred = (cents: bigint) => (whole > 0n ? (cents * 10_000n) / whole : 0n)
  const out = inHundred(of('out'))
  const onHand = inHundred(of('onHand'))
  const gone = inHundred(of('lost', 'fees'))
  const largest = out > 5_000n ? 'out' : onHand > 5_000n ? 'onHand' : gone > 5_000n ? 'gone' : 'none'
  const dollars = (cents: bigint) => formatCents(cents, language, { whole: true })
  return { largest, outShare: dollars(out), onHandShare: dollars(onHand), goneShare: dollars(gone) }
}
