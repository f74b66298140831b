import { type Card, cardText } from './parts/card.ts'
import { Facts } from './parts/facts.tsx'
import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import type { Reader } from './parts/reader.ts'

/** A refund was made, in full or in part. `remainingCents` is what the receipt still counts for afterwards. */
export type RefundNoticeProps = {
  organization: Organization
  donorName: string
  receiptNumber: string
  amountCents: string
  remainingCents: string
  refundedAt: string
  card: Card | null
  daysToArrive: { least: number; most: number }
  demonstration?: boolean
}

export const subject = ({ amountCents }: RefundNoticeProps, { t, money }: Reader) =>
  t('mail:refund.subject', { amount: money(amountCents) })

export default function RefundNotice({ reader, ...props }: RefundNoticeProps & { reader: Reader }) {
  const { t, money, day, apart } = reader
  const { organization, card, remainingCents } = props
  const amount = money(props.amountCents)
  const number = apart(props.receiptNumber)
  const isPartial = BigInt(remainingCents) > 0n
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      preview={t('mail:refund.preview', { amount })}
      title={t('mail:refund.title')}
    >
      <Paragraph>{t('mail:greeting', { name: apart(props.donorName) })}</Paragraph>
      <Paragraph>
        {t('mail:refund.lead', { amount, date: day(props.refundedAt, organization.timeZone) })}{' '}
        {t('mail:refund.arrival', props.daysToArrive)}
      </Paragraph>
      <Facts
        reader={reader}
        facts={[
          { label: t('mail:refund.receipt'), value: number },
          ...(card ? [{ label: t('mail:refund.card'), value: cardText(reader, card) }] : []),
          ...(isPartial ? [{ label: t('mail:refund.remaining'), value: money(remainingCents) }] : []),
          { label: t('mail:refund.amount'), value: amount, total: true },
        ]}
      />
      <Paragraph>
        {isPartial
          ? t('mail:refund.tax.part', { number, amount: money(remainingCents) })
          : t('mail:refund.tax.none', { number })}
      </Paragraph>
      <Paragraph>{t('mail:refund.thanks')}</Paragraph>
    </Layout>
  )
}

export const example: RefundNoticeProps = {
  organization: exampleOrganization,
  donorName: 'Robin Example',
  receiptNumber: '2026-000418',
  amountCents: '2000',
  remainingCents: '5643',
  refundedAt: '2026-09-20T15:00:00Z',
  card: { brand: 'visa', last4: '4242' },
  daysToArrive: { least: 5, most: 10 },
}
