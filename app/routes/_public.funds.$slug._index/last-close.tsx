import { EmptyState } from '#app/components/empty-state.tsx'
import { Figure } from '#app/components/figure.tsx'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import type { FundPage } from '#app/domain/funds/fund-page.server.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { formatDate } from '#app/words/dates.ts'
import { Rounds } from './rounds.tsx'
import { WhereMoneyWas } from './where-money-was.tsx'

/** What the money did, as of the last publication close and nothing later. */
export function LastClose({ fund }: { fund: FundPage }) {
  const { t } = useWords()
  const { language, timezone } = usePublicFrame()
  const day = (date: Date) => formatDate(date, language, timezone)
  const close = fund.lastClose
  return (
    <section aria-labelledby="close-title" className="border-t border-hairline py-10">
      <h2 id="close-title" className="text-2xl">
        {t('public:fund.close.title')}
      </h2>
      {close ? (
        <>
          <p className="text-s text-quiet">
            {t('public:fund.close.dates', {
              asOf: day(close.asOf),
              publishedAt: day(close.publishedAt),
              rounding: formatCents(fund.policy.roundingCents, language, { whole: true }),
            })}
          </p>
          <WhereMoneyWas close={close} k={fund.policy.k} />
          <div className="mt-14 grid gap-x-16 gap-y-10 lg:grid-cols-2">
            <Rounds close={close} k={fund.policy.k} />
            <Figure
              label={t('public:figure.people')}
              value={
                close.people === null ? t('public:figure.unpublished') : close.people.toLocaleString(language)
              }
              size={close.people === null ? 'small' : 'large'}
              asOf={
                close.people !== null &&
                t('public:figure.as_of', { when: day(close.since?.people ?? close.asOf) })
              }
              means={
                close.people === null
                  ? t('public:fund.close.small', { k: fund.policy.k })
                  : t('public:figure.people.means')
              }
            />
          </div>
        </>
      ) : (
        <EmptyState title={t('public:fund.close.none.title')}>
          {t('public:fund.close.none', { next: fund.nextCloseAt ? day(fund.nextCloseAt) : 'none' })}
        </EmptyState>
      )}
    </section>
  )
}
