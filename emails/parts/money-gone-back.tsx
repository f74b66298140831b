import { type Card, cardText } from './card.ts'
import { Facts } from './facts.tsx'
import { Paragraph } from './paragraph.tsx'
import type { Reader } from './reader.ts'

type MoneyGoneBackProps = {
  reader: Reader
  receiptNumber: string
  card: Card | null
  /** What went back, in words and cents. */
  gone: { label: string; cents: string }
  /** What the receipt still counts for afterwards. */
  remainingCents: string
}

/** Of money that went back to a card: its receipt, how much, and what that means for the donor's tax. */
export function MoneyGoneBack({ reader, receiptNumber, card, gone, remainingCents }: MoneyGoneBackProps) {
  const { t, money, apart } = reader
  const number = apart(receiptNumber)
  const isPartial = BigInt(remainingCents) > 0n
  return (
    <>
      <Facts
        reader={reader}
        facts={[
          { label: t('mail:refund.receipt'), value: number },
          ...(card ? [{ label: t('mail:refund.card'), value: cardText(reader, card) }] : []),
          ...(isPartial ? [{ label: t('mail:refund.remaining'), value: money(remainingCents) }] : []),
          { label: gone.label, value: money(gone.cents), total: true },
        ]}
      />
      <Paragraph>
        {isPartial
          ? t('mail:refund.tax.part', { number, amount: money(remainingCents) })
          : t('mail:refund.tax.none', { number })}
      </Paragraph>
    </>
  )
}
