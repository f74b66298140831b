import { useWords } from '#app/components/words.ts'
import type { OwnHistory } from '#app/domain/donor-area/gifts/history-of-donor.server.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { formatDate } from '#app/words/dates.ts'
import { useDonorFrame } from './donor-frame.tsx'

/** Gifts from before this site began: on record, with the receipt that was made for them then, and what went back since. */
export function GiftHistory({ history }: { history: OwnHistory[] }) {
  const { t } = useWords()
  const { language, timezone } = useDonorFrame()
  if (history.length === 0) return null
  const money = (cents: bigint) => formatCents(cents, language)
  const day = (date: Date) => formatDate(date, language, timezone)
  return (
    <section aria-labelledby="history-title" className="mt-10 grid gap-3">
      <h2 id="history-title" className="text-xl">
        {t('donor:gifts.history')}
      </h2>
      <p className="measure text-quiet">{t('donor:gifts.history.why')}</p>
      <ol className="border-t border-hairline">
        {history.map(({ id, on, cents, fund, receiptNumber, refunds, disputes }) => (
          <li key={id} className="border-b border-hairline py-3">
            <div className="flex flex-wrap items-baseline justify-between gap-x-6">
              <h3 className="font-semibold">{day(on)}</h3>
              <p className="figures">{money(cents)}</p>
            </div>
            <p className="flex flex-wrap justify-between gap-x-6 text-s">
              <bdi>{fund}</bdi>
              {receiptNumber && (
                <span className="text-quiet">
                  {t('donor:gifts.history.receipt', { number: receiptNumber })}
                </span>
              )}
            </p>
            {refunds.map((refund) => (
              <p key={refund.at.toISOString()} className="text-s">
                {t('donor:gifts.refunded', { amount: money(refund.cents), date: day(refund.at) })}
              </p>
            ))}
            {disputes.map((dispute) => (
              <p key={dispute.at.toISOString()} className="text-s">
                {t(`donor:gifts.dispute.${dispute.state}`, {
                  ...{ amount: money(dispute.cents), date: day(dispute.at) },
                })}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </section>
  )
}
