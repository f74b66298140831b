import { type GiftFact, GiftFacts } from '#app/components/monthly/gift-facts.tsx'
import { useGiftFormats } from '#app/components/monthly/use-gift-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'

type GiftNowProps = {
  gift: {
    amountCents: bigint
    fund: string
    startedAt: Date
    state: string
    lines: { fundId: string; fund: string; giftCents: bigint; feeCoverCents: bigint }[]
    nextChargeAt: Date | null
    card: { brand: string; last4: string } | null
    held: { isPart: boolean }[]
  }
}

/** What is given, to whom, when it is charged next and to which card. */
export function GiftNow({ gift }: GiftNowProps) {
  const { t } = useWords()
  const { money, day } = useGiftFormats()
  const { amountCents, lines, nextChargeAt, card, state, held } = gift
  const cover = lines.reduce((sum, { feeCoverCents }) => sum + feeCoverCents, 0n)
  const amount = money(amountCents)
  const facts: GiftFact[] = [
    ...lines.map(({ fund, giftCents }) => ({ label: fund, value: money(giftCents) })),
    ...(cover > 0n ? [{ label: t('give:monthly.fact.fee'), value: money(cover) }] : []),
    { label: t('give:monthly.fact.month'), value: amount },
    {
      label: t('give:monthly.fact.next'),
      value: nextChargeAt ? day(nextChargeAt) : t('give:monthly.fact.none'),
    },
    ...(card
      ? [{ label: t('give:monthly.fact.card'), value: t('give:monthly.card.ending', { last4: card.last4 }) }]
      : []),
  ]
  return (
    <section className="grid gap-5">
      <p className="measure text-l">
        {lines.length > 1
          ? t('give:monthly.gift.runs.many', { amount, count: lines.length, date: day(gift.startedAt) })
          : t('give:monthly.gift.runs', { amount, fund: gift.fund, date: day(gift.startedAt) })}
      </p>
      {state === 'past_due' && <Notice>{t('give:monthly.gift.past_due')}</Notice>}
      {state === 'paused' && held.every(({ isPart }) => isPart) && (
        <Notice>
          {nextChargeAt
            ? t('give:monthly.gift.paused.until', { date: day(nextChargeAt) })
            : t('give:monthly.gift.paused')}
        </Notice>
      )}
      <GiftFacts facts={facts} />
    </section>
  )
}
