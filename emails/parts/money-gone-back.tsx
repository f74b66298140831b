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
  /** Its paper was no receipt for taxes. */
  letter?: boolean | undefined
}

/** Of money that went back to a card: its receipt, how much, and what that means for the donor's tax. */
export function MoneyGoneBack(props: MoneyGoneBackProps) {
  const { reader, receiptNumber, card, gone, remainingCents, letter } = props
  const { t, money, apart } = reader
  const number = apart(receiptNumber)
  const isPartial = BigInt(remainingCents) > 0n
  return (
    <>
      <Facts
        reader={reader}
        facts={[
          ...(letter ? [] : [{ label: t('mail:refund.receipt'), value: number }]),
          ...(card ? [{ label: t('mail:refund.card'), value: cardText(reader, card) }] : []),
          ...(isPartial ? [{ label: t('mail:refund.remaining'), value: money(remainingCents) }] : []),
          { label: gone.label, value: money(gone.cents), total: true },
        ]}
      />
      <Paragraph>
        {isPartial
          ? t('mail:refund.tax.part', { number, amount: money(remainingCents) })
          : t(letter ? 'mail:undone.letter.none' : 'mail:refund.tax.none', { number })}
      </Paragraph>
    </>
  )
}
