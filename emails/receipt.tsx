import type { GiftKind, PaperKind } from '#app/domain/receipts/gift-kind.ts'
import { Block } from './parts/block.tsx'
import { type Card, cardText } from './parts/card.ts'
import { type Fact, Facts } from './parts/facts.tsx'
import { Layout } from './parts/layout.tsx'
import { exampleOrganization } from './parts/organization.ts'
import { KindClosing, kindFacts } from './parts/paper-of-kind.tsx'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'
import { StateNotices } from './parts/state-notices.tsx'
import { type TaxedOrganization, TaxText } from './parts/tax-text.tsx'

/** One payment, after it settled. Cents are whole numbers as text; instants are ISO, shown in the organization's zone. */
export type ReceiptProps = {
  organization: TaxedOrganization
  number: string
  /** The number of the receipt that this one corrects. */
  replaces?: string
  donorName: string
  paidAt: string
  lines: { fund: string; giftCents: string; feeCoverCents: string }[]
  totalCents: string
  card: Card | null
  /** How it came; a card where nothing is said. */
  giftKind?: GiftKind
  /** Which paper that kind gets; a receipt where nothing is said. */
  paper?: PaperKind
  /** Who sent the money where that is not the giver: the keeper of a donor-advised fund, a foundation. */
  payer?: string
  /** What was given where it is not money. */
  description?: string
  /** Present for a payment of a monthly gift; `nextAt` is null where the schedule has no further payment. */
  /** `twice`: the same donor gives to one of these funds by another monthly gift too. */
  monthly?: { first: boolean; nextAt: string | null; cancelUrl: string; twice?: boolean }
  demonstration?: boolean
  /** What states want on receipts: the official English, and the reader's language where somebody translated it. */
  disclosures?: { english: string; translated: string | null }[]
}

export function subject(props: ReceiptProps, { t, money, apart }: Reader) {
  const { number, totalCents, replaces, paper = 'receipt' } = props
  if (paper !== 'receipt')
    return t('mail:receipt.subject.paper', { title: t(`documents:title.${paper}`), number: apart(number) })
  const values = { amount: money(totalCents), number: apart(number) }
  return replaces ? t('mail:receipt.subject.corrected', values) : t('mail:receipt.subject', values)
}

export default function Receipt({ reader, ...props }: ReceiptProps & { reader: Reader }) {
  const { t, money, day, apart } = reader
  const { organization, replaces, monthly, demonstration, giftKind = 'card', paper = 'receipt' } = props
  const facts = { amount: money(props.totalCents), date: day(props.paidAt, organization.timeZone) }
  const lead =
    giftKind === 'card'
      ? t(`mail:receipt.lead.${occasion(monthly)}`, facts)
      : t(`documents:lead.${giftKind}`, { ...facts, payer: apart(props.payer ?? '') })
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={demonstration}
      preview={
        giftKind === 'card'
          ? t('mail:receipt.preview', { ...facts, organization: apart(organization.legalName) })
          : lead
      }
      title={
        replaces
          ? t('mail:receipt.title.corrected')
          : t('mail:receipt.title', { name: apart(props.donorName) })
      }
    >
      {replaces && <Paragraph>{t('mail:receipt.replaces', { number: apart(replaces) })}</Paragraph>}
      <Paragraph>{lead}</Paragraph>
      <Facts reader={reader} facts={receiptFacts(props, reader)} />
      {paper === 'receipt' ? (
        <>
          <Paragraph>{t('mail:receipt.pool')}</Paragraph>
          <TaxText reader={reader} organization={organization} />
        </>
      ) : (
        <KindClosing reader={reader} gift={{ ...props, giftKind, paper }} />
      )}
      <StateNotices reader={reader} notices={props.disclosures ?? []} />
      {monthly && <Monthly reader={reader} timeZone={organization.timeZone} {...monthly} />}
    </Layout>
  )
}

function Monthly({ reader, nextAt, cancelUrl, twice, timeZone }: MonthlyProps) {
  const { t, day } = reader
  const text = nextAt
    ? t('mail:receipt.monthly.next', { date: day(nextAt, timeZone) })
    : t('mail:receipt.monthly.open_end')
  return (
    <Block
      reader={reader}
      title={t('mail:receipt.monthly.title')}
      paragraphs={twice ? [text, t('mail:receipt.monthly.twice')] : [text]}
    >
      <Press reader={reader} href={cancelUrl}>
        {t('mail:receipt.monthly.cancel')}
      </Press>
    </Block>
  )
}

type MonthlyProps = { reader: Reader; timeZone: string } & NonNullable<ReceiptProps['monthly']>

const occasion = (monthly: ReceiptProps['monthly']) => {
  if (!monthly) return 'once'
  return monthly.first ? 'monthly_first' : 'monthly_renewal'
}

/** The receipt says what was charged: every gift, every fee that the donor added, and their sum. */
function receiptFacts(props: ReceiptProps, reader: Reader): Fact[] {
  const { giftKind = 'card', paper = 'receipt' } = props
  if (giftKind !== 'card') return kindFacts({ ...props, giftKind, paper }, reader)
  const { t, money, day, apart } = reader
  return [
    { label: t('mail:receipt.number'), value: apart(props.number) },
    { label: t('mail:receipt.date'), value: day(props.paidAt, props.organization.timeZone) },
    { label: t('mail:receipt.donor'), value: apart(props.donorName) },
    ...(props.card ? [{ label: t('mail:receipt.card'), value: cardText(reader, props.card) }] : []),
    ...props.lines.flatMap(({ fund, giftCents, feeCoverCents }) => [
      { label: t('mail:receipt.gift', { fund: apart(fund) }), value: money(giftCents) },
      ...(BigInt(feeCoverCents) > 0n
        ? [{ label: t('mail:receipt.fee_cover', { fund: apart(fund) }), value: money(feeCoverCents) }]
        : []),
    ]),
    { label: t('mail:receipt.total'), value: money(props.totalCents), total: true },
  ]
}

export const example: ReceiptProps = {
  organization: { ...exampleOrganization, taxProfile: 'us_501c3' },
  number: '2026-000418',
  donorName: 'Robin Example',
  paidAt: '2026-09-15T02:30:00Z',
  lines: [
    { fund: 'Lakeshore Community Bail Fund', giftCents: '5000', feeCoverCents: '143' },
    { fund: 'Lakeshore Immigration Bond Fund', giftCents: '2500', feeCoverCents: '0' },
  ],
  totalCents: '7643',
  card: { brand: 'visa', last4: '4242' },
  monthly: {
    first: true,
    nextAt: '2026-10-15T02:30:00Z',
    cancelUrl: 'https://give.lakeshore.example/monthly/stop/eyJ0b2tlbiI6ImV4YW1wbGUifQ',
  },
  disclosures: [
    {
      english:
        'Registered in a fictional state under number XX-000000. Registration does not imply endorsement.',
      translated: null,
    },
  ],
}
