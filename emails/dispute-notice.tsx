import type { Card } from './parts/card.ts'
import { Layout } from './parts/layout.tsx'
import { MoneyGoneBack } from './parts/money-gone-back.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import type { Reader } from './parts/reader.ts'
import type { TaxProfile } from './parts/tax-text.tsx'
import { undoneVoice } from './parts/undone-voice.ts'

/** A bank kept what it had asked back. `remainingCents` is what the receipt still counts for afterwards. */
export type DisputeNoticeProps = {
  organization: Organization
  donorName: string
  receiptNumber: string
  amountCents: string
  remainingCents: string
  askedAt: string
  card: Card | null
  /** What the organization is for taxes; a receipt that counts for them where nothing is said. */
  taxProfile?: TaxProfile
  demonstration?: boolean
}

export const subject = ({ amountCents }: DisputeNoticeProps, { t, money }: Reader) =>
  t('mail:dispute.subject', { amount: money(amountCents) })

export default function DisputeNotice({ reader, ...props }: DisputeNoticeProps & { reader: Reader }) {
  const { t, money, day, apart } = reader
  const { organization, card, remainingCents } = props
  const amount = money(props.amountCents)
  const number = apart(props.receiptNumber)
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      preview={t('mail:dispute.preview', { number })}
      title={t('mail:dispute.title')}
    >
      <Paragraph>{t('mail:greeting', { name: apart(props.donorName) })}</Paragraph>
      <Paragraph>
        {t('mail:dispute.lead', { amount, date: day(props.askedAt, organization.timeZone) })}
      </Paragraph>
      <MoneyGoneBack
        {...{ reader, card, remainingCents, receiptNumber: props.receiptNumber }}
        voice={undoneVoice({ paper: 'receipt', taxProfile: props.taxProfile })}
        gone={{ label: t('mail:dispute.amount'), value: amount }}
      />
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
