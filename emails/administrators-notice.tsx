import { Facts } from './parts/facts.tsx'
import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

type NoticeEvent =
  | 'approved'
  | 'paid'
  | 'cash_out'
  | 'role_granted'
  | 'role_withdrawn'
  | 'limits_proposed'
  | 'limits_confirmed'
  | 'purpose_proposed'
  | 'purpose_confirmed'
  | 'closing_proposed'
  | 'closing_confirmed'
  | 'night_approved'
  | 'night_frozen'
  | 'recovery_opened'
  | 'recovery_opened_by_host'
  | 'recovery_confirmed'
  | 'recovery_stopped'
  | 'recovery_used'
  | 'refund_asked'
  | 'refund_elsewhere'
  | 'refund_failed'
  | 'request_refused'
  | 'dispute_opened'
  | 'dispute_won'
  | 'dispute_lost'
  | 'history_refund_failed'
  | 'history_dispute_opened'
  | 'history_dispute_lost'
  | 'giving_paused'
  | 'giving_lifted'
  | 'giving_limits_set'
  | 'movement_unknown'

/** Done at Stripe or by a bank, with what to do next. */
const fromStripe: readonly NoticeEvent[] = [
  'refund_elsewhere',
  'refund_failed',
  'request_refused',
  'dispute_opened',
  'dispute_won',
  'dispute_lost',
  'history_refund_failed',
  'history_dispute_opened',
  'history_dispute_lost',
]

/** About all funds alike: `fund` names the organization. */
const ofAllFunds: readonly NoticeEvent[] = [
  'giving_paused',
  'giving_lifted',
  'giving_limits_set',
  'movement_unknown',
]

/** Every administrator of a fund hears what was approved, paid, or changed in who may do what. Nothing about a person held. */
export type AdministratorsNoticeProps = {
  organization: Organization
  staffName: string
  event: NoticeEvent
  fund: string
  /** Who did it; null for whoever runs the server, and where nobody did. */
  by: string | null
  at: string
  caseCode: string | null
  amountCents: string | null
  /** Whose role, or whose ways to sign in. */
  whose: string | null
  role: string | null
  url: string
}

export const subject = ({ event, fund }: AdministratorsNoticeProps, { t }: Reader) =>
  t(`staff-mail:notice.${event}.subject`, { fund })

export default function AdministratorsNotice({
  reader,
  ...props
}: AdministratorsNoticeProps & { reader: Reader }) {
  const { t, money, moment } = reader
  const { organization, event, role, whose } = props
  const isFromStripe = fromStripe.includes(event)
  const by = props.by ?? t(isFromStripe ? 'staff-mail:notice.stripe' : 'staff-mail:notice.host')
  const isRecovery = event.startsWith('recovery_')
  const isOfAll = ofAllFunds.includes(event)
  const title = t(`staff-mail:notice.${event}.title`)
  return (
    <Layout
      reader={reader}
      organization={organization}
      preview={isOfAll ? title : t('staff-mail:notice.preview', { name: by, fund: props.fund })}
      title={title}
    >
      <Paragraph>
        {t(isOfAll ? 'staff-mail:notice.lead_all' : 'staff-mail:notice.lead', { name: props.staffName })}
      </Paragraph>
      <Facts
        reader={reader}
        facts={[
          {
            label: t(isOfAll ? 'staff-mail:notice.organization' : 'staff-mail:notice.fund'),
            value: props.fund,
          },
          ...(props.caseCode ? [{ label: t('staff-mail:notice.case'), value: props.caseCode }] : []),
          ...(props.amountCents
            ? [{ label: t('staff-mail:notice.amount'), value: money(props.amountCents) }]
            : []),
          ...(whose ? [{ label: t('staff-mail:notice.whose'), value: whose }] : []),
          ...(role ? [{ label: t('staff-mail:notice.role'), value: t(`staff-mail:role.${role}`) }] : []),
          ...(isOfAll && !props.by ? [] : [{ label: t('staff-mail:notice.by'), value: by }]),
          { label: t('staff-mail:notice.when'), value: moment(props.at, organization.timeZone) },
        ]}
      />
      {(isRecovery || isFromStripe || isOfAll) && (
        <Paragraph>{t(`staff-mail:notice.${event}.what`)}</Paragraph>
      )}
      {!isFromStripe && (!isOfAll || props.by) && <Paragraph>{t('staff-mail:notice.if_not')}</Paragraph>}
      <Press reader={reader} href={props.url}>
        {t('staff-mail:notice.action')}
      </Press>
      <Paragraph quiet>{t('staff-mail:footer.why', { organization: organization.legalName })}</Paragraph>
    </Layout>
  )
}

export const example: AdministratorsNoticeProps = {
  organization: exampleOrganization,
  staffName: 'Sam Example',
  event: 'approved',
  fund: 'Bail Fund',
  by: 'Kit Example',
  at: '2026-09-21T18:04:00Z',
  caseCode: 'K7QM-4TXR',
  amountCents: '254000',
  whose: null,
  role: null,
  url: 'https://give.lakeshore.example/admin/disbursements/1',
}
