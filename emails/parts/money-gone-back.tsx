import { type Card, cardText } from './card.ts'
import { Facts } from './facts.tsx'
import { Paragraph } from './paragraph.tsx'
import type { Reader } from './reader.ts'
import type { UndoneVoice } from './undone-voice.ts'

type MoneyGoneBackProps = {
  reader: Reader
  receiptNumber: string
  card: Card | null
  /** What went back, in words: its kind, and a sum or what was given in its place. */
  gone: { label: string; value: string }
  /** What the receipt still counts for afterwards. */
  remainingCents: string
  voice: UndoneVoice
}

/** Of a gift that went back: its receipt, what went back, and what that means for the paper that the giver holds. */
export function MoneyGoneBack(props: MoneyGoneBackProps) {
  const { reader, receiptNumber, card, gone, remainingCents, voice } = props
  const { t, money, apart } = reader
  const number = apart(receiptNumber)
  const isReceipt = voice === 'taxed' || voice === 'untaxed'
  const isPartial = BigInt(remainingCents) > 0n
  const remaining = voice === 'unvalued' || !isPartial ? null : money(remainingCents)
  return (
    <>
      <Facts
        reader={reader}
        facts={[
          ...(isReceipt ? [{ label: t('mail:refund.receipt'), value: number }] : []),
          ...(card ? [{ label: t('mail:refund.card'), value: cardText(reader, card) }] : []),
          ...(remaining ? [{ label: t('mail:refund.remaining'), value: remaining }] : []),
          { ...gone, total: true },
        ]}
      />
      <Paragraph>
        {t(`mail:gone.${isPartial ? 'part' : 'none'}.${voice}`, { number, amount: remaining ?? '' })}
      </Paragraph>
    </>
  )
}
