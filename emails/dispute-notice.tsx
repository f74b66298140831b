import { type Card, cardText } from './parts/card.ts'
import { Facts } from './parts/facts.tsx'
import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import type { Reader } from './parts/reader.ts'

/** A bank kept what it had asked back. `remainingCents` is what the receipt still counts for afterwards. */
export type DisputeNoticeProps = {
  organization: Organization
  donorName: string
  receiptNumber: string
  amountCents: string
  remainingCents: string
  askedAt: string
  card: Card | null
}

export const subject = ({ amountCents }: DisputeNoticeProps, { t, money }: Reader) =>
  t('mail:dispute.subject', { amount: money(amountCents) })

export default function DisputeNotice({ reader, ...props }: DisputeNoticeProps & { reader: Reader }) {
  const { t, money, day, apart } = reader
  const { organization, card, remainingCents } = props
  const amount = money(props.amountCents)
  const number = apart(props.receiptNumber)
  const isPartial = BigInt(remainingCents) > 0n
  return (
    <Layout
      reader={reader}
      organization={organization}
      preview={t('mail:dispute.preview', { number })}
      title={t('mail:dispute.title')}
    >
      <Paragraph>{t('mail:greeting', { name: apart(props.donorName) })}</Paragraph>
      <Paragraph>
        {t('mail:dispute.lead', { amount, date: day(props.askedAt, organization.timeZone) })}
      </Paragraph>
      <Facts
        reader={reader}
        facts={[
          { label: t('mail:refund.receipt'), value: number },
          ...(card ? [{ label: t('mail:refund.card'), value: cardText(reader, card) }] : []),
          ...(isPartial ? [{ label: t('mail:refund.remaining'), value: money(remainingCents) }] : []),
          { label: t('mail:dispute.amount'), value: amount, total: true },
        ]}
      />
      <Paragraph>
        {isPartial
          ? t('mail:refund.tax.part', { number, amount: money(remainingCents) })
          : t('mail:refund.tax.none', { number })}
      </Paragraph>
      <Paragraph>{t('mail:dispute.unasked')}</Paragraph>
    </Layout>
  )
}

export const example: DisputeNoticeProps = {
  organization: exampleOrganization,
  donorName: 'Robin Example',
  receiptNumber: '2026-000418',
  amountCents: '7643',
  remainingCents: '0',
  askedAt: '2026-09-20T15:00:00Z',
  card: { brand: 'visa', last4: '4242' },
}
