import { type Fact, Facts } from './parts/facts.tsx'
import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

type Change =
  | 'amount'
  | 'split'
  | 'day'
  | 'skip'
  | 'pause'
  | 'resume'
  | 'undone'
  | 'purpose'
  | 'purpose_ahead'
  | 'fund_open'
  | 'fund_paused'
  | 'fund_paused_part'
  | 'fund_full_asked'
  | 'fund_full_asked_part'
  | 'fund_full'
  | 'fund_full_part'
  | 'fund_closing_part'
  | 'fund_closing_rest'

/** A monthly gift is different from now on, by its donor or by what a fund decided. `nextAt` is null while it rests. */
export type MonthlyChangedProps = {
  organization: Organization
  donorName: string
  change: Change
  /** The fund that changed something, where one did. */
  fund?: string
  /** The new words that later gifts are bound to. */
  purpose?: string
  /** Their first day, where it is still to come. */
  purposeFrom?: string
  lines: { fund: string; giftCents: string; feeCoverCents: string }[]
  amountCents: string
  nextAt: string | null
  manageUrl: string
  demonstration?: boolean
}

/** What a fund decided asks for an answer; what the donor did asks for nothing. */
const asks: ReadonlySet<Change> = new Set([
  'fund_full_asked',
  'fund_full_asked_part',
  'fund_full',
  'fund_full_part',
  'fund_paused_part',
  'fund_closing_part',
  'fund_closing_rest',
])

export const subject = ({ change }: MonthlyChangedProps, { t }: Reader) =>
  t(`mail:changed.subject.${occasion(change)}`)

export default function MonthlyChanged({ reader, ...props }: MonthlyChangedProps & { reader: Reader }) {
  const { t, apart } = reader
  const { organization, change, fund = '', purpose } = props
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      preview={t('mail:changed.preview')}
      title={t(`mail:changed.subject.${occasion(change)}`)}
    >
      <Paragraph>{t('mail:greeting', { name: apart(props.donorName) })}</Paragraph>
      <Paragraph>
        {t(`mail:changed.lead.${change}`, {
          ...{ fund: apart(fund), day: dayOf(props, reader), from: beginOf(props, reader) },
        })}
      </Paragraph>
      {purpose && <Paragraph>{purpose}</Paragraph>}
      <Facts reader={reader} facts={factsOf(props, reader)} />
      <Press reader={reader} href={props.manageUrl}>
        {t(asks.has(change) ? 'mail:changed.choose' : 'mail:changed.manage')}
      </Press>
      {organization.contactEmail && (
        <Paragraph quiet>{t('mail:changed.not_you', { email: apart(organization.contactEmail) })}</Paragraph>
      )}
    </Layout>
  )
}

const dayOf = ({ nextAt, organization }: MonthlyChangedProps, { day }: Reader): string =>
  nextAt ? day(nextAt, organization.timeZone) : ''

const beginOf = ({ purposeFrom, organization }: MonthlyChangedProps, { day }: Reader): string =>
  purposeFrom ? day(purposeFrom, organization.timeZone) : ''

const occasion = (change: Change): 'fund' | 'donor' =>
  change.startsWith('fund_') || change.startsWith('purpose') ? 'fund' : 'donor'

function factsOf({ lines, amountCents, nextAt, organization }: MonthlyChangedProps, reader: Reader): Fact[] {
  const { t, money, day, apart } = reader
  return [
    ...lines.flatMap(({ fund, giftCents, feeCoverCents }) => [
      { label: t('mail:receipt.gift', { fund: apart(fund) }), value: money(giftCents) },
      ...(BigInt(feeCoverCents) > 0n
        ? [{ label: t('mail:receipt.fee_cover', { fund: apart(fund) }), value: money(feeCoverCents) }]
        : []),
    ]),
    {
      label: t('mail:changed.next'),
      value: nextAt ? day(nextAt, organization.timeZone) : t('mail:changed.rests'),
    },
    { label: t('mail:changed.each_month'), value: money(amountCents), total: true },
  ]
}

export const example: MonthlyChangedProps = {
  organization: exampleOrganization,
  donorName: 'Robin Example',
  change: 'amount',
  lines: [{ fund: 'Lakeshore Community Bail Fund', giftCents: '2500', feeCoverCents: '0' }],
  amountCents: '2500',
  nextAt: '2026-10-15T02:30:00Z',
  manageUrl: 'https://give.lakeshore.example/monthly/eyJ0b2tlbiI6ImV4YW1wbGUifQ',
}
