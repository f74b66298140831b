import type { Card } from './parts/card.ts'
import { Layout } from './parts/layout.tsx'
import { MoneyGoneBack } from './parts/money-gone-back.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import type { Reader } from './parts/reader.ts'
import type { TaxProfile } from './parts/tax-text.tsx'
import { undoneVoice } from './parts/undone-voice.ts'

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
  /** It was one part of such a gift, given back by itself. */
  inPart?: boolean
  /** Its paper spoke of no taxes: thanks, an acknowledgment, a grant letter. */
  letter?: boolean
  /** What was given where it is not money: it stands in the place of every sum. */
  description?: string
  /** What the organization is for taxes; a receipt that counts for them where nothing is said. */
  taxProfile?: TaxProfile
  demonstration?: boolean
}

export const subject = (props: RefundNoticeProps, { t, money }: Reader) => {
  if (!props.undone) return t('mail:refund.subject', { amount: money(props.amountCents) })
  if (leavesSome(props)) return t('mail:undone.part.subject')
  return t(props.letter ? 'mail:undone.letter.subject' : 'mail:undone.subject', {
    number: props.receiptNumber,
  })
}

export default function RefundNotice({ reader, ...props }: RefundNoticeProps & { reader: Reader }) {
  const { t, money, apart } = reader
  const { organization, card, remainingCents, undone, description } = props
  const amount = money(props.amountCents)
  const voice = voiceOf(props)
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      preview={undone ? preview(props, reader) : t('mail:refund.preview', { amount })}
      title={t(titleOf(props))}
    >
      <Paragraph>{t('mail:greeting', { name: apart(props.donorName) })}</Paragraph>
      <Paragraph>{lead(props, reader)}</Paragraph>
      <MoneyGoneBack
        {...{ reader, card, remainingCents, receiptNumber: props.receiptNumber, voice }}
        gone={{
          label: t(undone ? 'mail:undone.amount' : 'mail:refund.amount'),
          value: description ? wordsOfGoods(props, reader) : amount,
        }}
      />
      <Paragraph>{t(undone ? 'mail:undone.question' : 'mail:refund.thanks')}</Paragraph>
    </Layout>
  )
}

/** Of a gift that did not come by card: its paper stands for less, and not for nothing. */
const leavesSome = ({ undone, remainingCents }: RefundNoticeProps): boolean =>
  undone !== undefined && BigInt(remainingCents) > 0n

function titleOf(props: RefundNoticeProps): string {
  if (!props.undone) return 'mail:refund.title'
  if (leavesSome(props)) return 'mail:undone.part.subject'
  return props.letter ? 'mail:undone.letter.title' : 'mail:undone.title'
}

/** What is not money stands without a sum, in part as whole. */
const wordsOfGoods = ({ inPart, description = '' }: RefundNoticeProps, { t, apart }: Reader): string =>
  inPart ? t('mail:undone.part.some') : apart(description)

const voiceOf = ({ letter, description, taxProfile }: RefundNoticeProps) =>
  undoneVoice({ paper: description ? 'in_kind' : letter ? 'thanks' : 'receipt', taxProfile })

function preview(props: RefundNoticeProps, { t, apart }: Reader): string {
  if (leavesSome(props)) return t('mail:undone.part.subject')
  const number = apart(props.receiptNumber)
  if (props.letter) return t('mail:undone.letter.preview', { number })
  return t(voiceOf(props) === 'untaxed' ? 'mail:undone.subject' : 'mail:undone.preview', { number })
}

function lead(props: RefundNoticeProps, { t, money, day, apart }: Reader): string {
  const { undone, inPart, description, organization } = props
  const values = { amount: money(props.amountCents), date: day(props.refundedAt, organization.timeZone) }
  if (undone && inPart)
    return description
      ? t('mail:undone.part.unvalued', { ...values, description: apart(description) })
      : t('mail:undone.part.lead', values)
  if (undone && description)
    return t(`mail:undone.unvalued.${undone}`, { ...values, description: apart(description) })
  if (undone) return t(`mail:undone.${undone}`, values)
  return `${t('mail:refund.lead', values)} ${t('mail:refund.arrival', props.daysToArrive)}`
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
