import type { Card } from './parts/card.ts'
import { Layout } from './parts/layout.tsx'
import { MoneyGoneBack } from './parts/money-gone-back.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import type { Reader } from './parts/reader.ts'

/** Why a gift that came otherwise than by card is in the books no more. */
type Undone = 'returned_by_bank' | 'given_back' | 'entered_wrongly'

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
  /** Of a check, cash or grant: nothing goes back to a card. */
  undone?: Undone
  /** Its paper spoke of no taxes: thanks, an acknowledgment, a grant letter. */
  letter?: boolean
  demonstration?: boolean
}

export const subject = (props: RefundNoticeProps, { t, money }: Reader) =>
  props.undone
    ? t(props.letter ? 'mail:undone.letter.subject' : 'mail:undone.subject', { number: props.receiptNumber })
    : t('mail:refund.subject', { amount: money(props.amountCents) })

export default function RefundNotice({ reader, ...props }: RefundNoticeProps & { reader: Reader }) {
  const { t, money, day, apart } = reader
  const { organization, card, remainingCents } = props
  const { undone, letter } = props
  const amount = money(props.amountCents)
  const values = { amount, date: day(props.refundedAt, organization.timeZone) }
  const number = apart(props.receiptNumber)
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      preview={
        undone
          ? t(letter ? 'mail:undone.letter.preview' : 'mail:undone.preview', { number })
          : t('mail:refund.preview', { amount })
      }
      title={t(undone ? (letter ? 'mail:undone.letter.title' : 'mail:undone.title') : 'mail:refund.title')}
    >
      <Paragraph>{t('mail:greeting', { name: apart(props.donorName) })}</Paragraph>
      {undone ? (
        <Paragraph>{t(`mail:undone.${undone}`, values)}</Paragraph>
      ) : (
        <Paragraph>
          {t('mail:refund.lead', values)} {t('mail:refund.arrival', props.daysToArrive)}
        </Paragraph>
      )}
      <MoneyGoneBack
        {...{ reader, card, remainingCents, receiptNumber: props.receiptNumber, letter: props.letter }}
        gone={{ label: t(undone ? 'mail:undone.amount' : 'mail:refund.amount'), cents: props.amountCents }}
      />
      <Paragraph>{t(undone ? 'mail:undone.question' : 'mail:refund.thanks')}</Paragraph>
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
