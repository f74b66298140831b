import type { GiftKind, PaperKind } from '#app/domain/receipts/gift-kind.ts'
import type { ReceiptProps } from '../receipt.tsx'
import type { Fact } from './facts.tsx'
import { Paragraph } from './paragraph.tsx'
import type { Reader } from './reader.ts'
import { TaxText } from './tax-text.tsx'

type Gift = ReceiptProps & { giftKind: GiftKind; paper: PaperKind }

/** The rows of a paper for a gift that did not come by card. What is not money stands without a value. */
export function kindFacts(gift: Gift, { t, money, day, apart }: Reader): Fact[] {
  const { giftKind, paper, payer, description } = gift
  const row = (key: string, value: string): Fact => ({ label: t(`documents:fact.${key}`), value })
  return [
    row('number', apart(gift.number)),
    row('date', day(gift.paidAt, gift.organization.timeZone)),
    row(giftKind === 'donor_advised_fund' ? 'recommended_by' : 'donor', apart(gift.donorName)),
    ...(payer ? [row('payer', apart(payer))] : []),
    ...(giftKind === 'check' || giftKind === 'cash'
      ? [row('paid_with', t(`documents:paid.${giftKind}`))]
      : []),
    ...(paper === 'in_kind'
      ? [
          row('description', apart(description ?? '')),
          ...gift.lines.map(({ fund }) => row('fund', apart(fund))),
        ]
      : [
          ...gift.lines.map(({ fund, giftCents }) => ({
            label: t('documents:fact.gift', { fund: apart(fund) }),
            value: money(giftCents),
          })),
          { label: t('documents:fact.total.received'), value: money(gift.totalCents), total: true },
        ]),
  ]
}

/** How a paper ends that is no receipt for taxes: thanks, a description, or a letter for a grant. */
export function KindClosing({ reader, gift }: { reader: Reader; gift: Gift }) {
  const { t, apart } = reader
  const { organization, payer } = gift
  switch (gift.paper) {
    case 'in_kind':
      return (
        <TaxText
          reader={reader}
          organization={organization}
          of={{ title: 'documents:tax.title', sentence: (profile) => `documents:in_kind.${profile}` }}
        />
      )
    case 'grant':
      return (
        <>
          <Paragraph>{t('documents:grant.use')}</Paragraph>
          <TaxText
            reader={reader}
            organization={organization}
            of={{ title: 'documents:grant.title', sentence: (profile) => `documents:grant.${profile}` }}
          />
        </>
      )
    default:
      return (
        <>
          <Paragraph>{t('documents:thanks.no_receipt', { payer: apart(payer ?? '') })}</Paragraph>
          <Paragraph>{t('mail:receipt.pool')}</Paragraph>
        </>
      )
  }
}
