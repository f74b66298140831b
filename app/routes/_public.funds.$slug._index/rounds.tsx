import { useId } from 'react'
import { DataTable } from '#app/components/data-table.tsx'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import type { FundPage } from '#app/domain/funds/fund-page.server.ts'
import { formatCents } from '#app/domain/money/format.ts'

type Close = NonNullable<FundPage['lastClose']>

/** What of the deposits has come back: the line goes out of the pool and round once, and as far again as money has come back. */
export function Rounds({ close, k }: { close: Close; k: number }) {
  const { t } = useWords()
  const { language } = usePublicFrame()
  const { postedCents, raisedCents, returnedCents, since } = close
  const sameDay = !since?.postedCents && !since?.returnedCents && !since?.raisedCents
  if (postedCents === null || returnedCents === null || raisedCents === null || postedCents <= 0n || !sameDay)
    return (
      <div>
        <h3 className="text-xl">{t('public:fund.rounds.title')}</h3>
        <p className="measure mt-2 text-quiet">{t('public:fund.close.small', { k })}</p>
      </div>
    )

  const dollars = (cents: bigint) => formatCents(cents, language, { whole: true })
  const perHundred = (returnedCents * 10_000n) / postedCents
  return (
    <div>
      <h3 className="text-xl">{t('public:fund.rounds.title')}</h3>
      <p className="measure mt-2">
        {t('public:fund.rounds.conclusion', { perHundred: dollars(perHundred) })}
      </p>
      <Loops
        rounds={1 + Number(perHundred) / 10_000}
        title={t('public:fund.rounds.title')}
        desc={t('public:fund.rounds.desc', {
          raised: dollars(raisedCents),
          posted: dollars(postedCents),
          returned: dollars(returnedCents),
        })}
      />
      <DataTable
        caption={t('public:fund.rounds.title')}
        captionHidden
        rowKey={({ key }) => key}
        rows={[
          { key: 'raised', cents: raisedCents, label: t('public:fund.close.raised') },
          { key: 'posted', cents: postedCents, label: t('public:figure.posted') },
          { key: 'returned', cents: returnedCents, label: t('public:figure.returned') },
        ]}
        columns={[
          { key: 'label', header: t('public:fund.close.part'), names: true, cell: ({ label }) => label },
          {
            key: 'dollars',
            header: t('public:fund.close.dollars'),
            align: 'end',
            cell: ({ cents }) => dollars(cents),
          },
        ]}
      />
      <p className="measure mt-2 text-s text-quiet">
        {t('public:figure.posted.means')} {t('public:figure.returned.means')}
      </p>
    </div>
  )
}

const most = 4

function Loops({ rounds, title, desc }: { rounds: number; title: string; desc: string }) {
  const id = useId()
  return (
    <svg
      viewBox="0 0 480 180"
      className="my-4 h-auto w-full max-w-[30rem] rtl:-scale-x-100"
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{desc}</desc>
      <ellipse cx="96" cy="132" rx="88" ry="26" stroke="var(--primary)" strokeWidth="1.5" />
      <ellipse cx="96" cy="132" rx="52" ry="14" stroke="var(--primary)" strokeWidth="1.5" opacity="0.6" />
      <path d="M356 160V36h56v124" stroke="var(--ink)" strokeWidth="1.5" />
      <path d={loopPath(Math.min(rounds, most))} stroke="var(--line)" strokeWidth="3.5" />
      <path d="M356 36l30 14v124l-30-14z" fill="var(--ground)" stroke="var(--ink)" strokeWidth="1.5" />
    </svg>
  )
}

/** How much wider than the first round the last one may be, and still lie inside the frame. */
const widest = 0.14

/** From the pool, under the door's lintel and back, each time a little wider; a part of a round ends on its way. */
function loopPath(rounds: number): string {
  const steps = Math.max(2, Math.ceil(rounds * 48))
  const points = Array.from({ length: steps + 1 }, (_, index) => {
    const turn = (rounds * index) / steps
    const angle = 2 * Math.PI * turn
    const wide = 1 + turn * Math.min(0.1, widest / rounds)
    const x = 272 - 176 * wide * Math.cos(angle)
    const y = 108 + 46 * wide * Math.sin(angle) + 20 * Math.cos(angle) - turn * 5
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  })
  return `M${points.join('L')}`
}
