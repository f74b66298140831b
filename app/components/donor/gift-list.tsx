import { useWords } from '#app/components/words.ts'
import type { OwnGift } from '#app/domain/donor-area/gifts/gifts-of-donor.server.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { paperOf } from '#app/domain/receipts/gift-kind.ts'
import { formatDate } from '#app/words/dates.ts'
import { cardWords } from './card-words.ts'
import { useDonorFrame } from './donor-frame.tsx'

/** Gifts, the newest first: what was given, to which funds, and what became of the payment. */
export function GiftList({ gifts }: { gifts: OwnGift[] }) {
  return (
    <ol className="border-t border-hairline">
      {gifts.map((gift) => (
        <li key={gift.id} className="border-b border-hairline py-4">
          <Gift gift={gift} />
        </li>
      ))}
    </ol>
  )
}

function Gift({ gift }: { gift: OwnGift }) {
  const { t } = useWords()
  const { language, timezone } = useDonorFrame()
  const money = (cents: bigint) => formatCents(cents, language)
  const day = (date: Date) => formatDate(date, language, timezone)
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 className="text-l">{day(gift.occurredAt)}</h2>
        <p className="figures text-l">{money(gift.amountCents)}</p>
      </div>
      <ul className="mt-1">
        {gift.parts.map(({ fund, giftCents }) => (
          <li key={fund} className="flex flex-wrap justify-between gap-x-6">
            <bdi>{fund}</bdi>
            {(gift.parts.length > 1 || gift.feeCoverCents > 0n) && (
              <span className="figures">{money(giftCents)}</span>
            )}
          </li>
        ))}
        {gift.feeCoverCents > 0n && (
          <li className="flex flex-wrap justify-between gap-x-6">
            {t('donor:gifts.fee_cover')} <span className="figures">{money(gift.feeCoverCents)}</span>
          </li>
        )}
      </ul>
      {gift.kind === 'stock' && <p className="mt-1 text-s text-quiet">{t('donor:gifts.sale')}</p>}
      {gift.refunds.map(({ at, cents }) => (
        <p key={at.toISOString()} className="mt-1">
          {t(`donor:gifts.${backWords(gift, cents)}`, { amount: money(cents), date: day(at) })}
        </p>
      ))}
      {gift.disputes.map(({ at, cents, state }) => (
        <p key={at.toISOString()} className="mt-1">
          {t(`donor:gifts.dispute.${state}`, { amount: money(cents), date: day(at) })}
        </p>
      ))}
      <p className="mt-1 text-s text-quiet">
        {[
          t(gift.monthly ? 'donor:gifts.monthly' : 'donor:gifts.once'),
          ...(gift.card ? [cardWords(t, gift.card)] : []),
          ...(gift.kind === 'card' ? [] : [t(`donor:gifts.by.${gift.kind}`)]),
          t(`donor:papers.${paperOf[gift.kind]}`, { number: String(gift.receiptNumber) }),
        ].join(' · ')}
      </p>
    </>
  )
}

/** A card is refunded; what came otherwise is undone, or given back in part. */
function backWords({ kind, amountCents }: OwnGift, cents: bigint): string {
  if (kind === 'card') return 'refunded'
  return cents < amountCents ? 'given_back_in_part' : 'undone'
}
