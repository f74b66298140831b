import type { Card } from './parts/card.ts'
import { Layout } from './parts/layout.tsx'
import { MoneyGoneBack } from './parts/money-gone-back.tsx'
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
      <MoneyGoneBack
        {...{ reader, card, remainingCents, receiptNumber: props.receiptNumber }}
        gone={{ label: t('mail:refund.amount'), cents: props.amountCents }}
      />
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
