import { Facts } from './parts/facts.tsx'
import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

/** A proposed disbursement waits for an approver. Case code and ceilings only: mail carries nothing about a person. */
export type DisbursementWaitingProps = {
  organization: Organization
  staffName: string
  fund: string
  caseCode: string
  principalCeilingCents: string
  feeCeilingCents: string
  proposedAt: string
  proposedBy: string
  approvalsMissing: number
  disbursementUrl: string
}

export const subject = ({ caseCode, fund }: DisbursementWaitingProps, { t }: Reader) =>
  t('staff-mail:waiting.subject', { code: caseCode, fund })

export default function DisbursementWaiting({
  reader,
  ...props
}: DisbursementWaitingProps & { reader: Reader }) {
  const { t, money, moment } = reader
  const { organization, fund, principalCeilingCents, feeCeilingCents, approvalsMissing: count } = props
  const total = money(String(BigInt(principalCeilingCents) + BigInt(feeCeilingCents)))
  return (
    <Layout
      reader={reader}
      organization={organization}
      preview={t('staff-mail:waiting.preview', { total, fund, count })}
      title={t('staff-mail:waiting.title')}
    >
      <Paragraph>{t('staff-mail:waiting.lead', { name: props.staffName, count })}</Paragraph>
      <Facts
        reader={reader}
        facts={[
          { label: t('staff-mail:waiting.case'), value: props.caseCode },
          { label: t('staff-mail:waiting.fund'), value: fund },
          { label: t('staff-mail:waiting.proposed'), value: moment(props.proposedAt, organization.timeZone) },
          { label: t('staff-mail:waiting.proposed_by'), value: props.proposedBy },
          { label: t('staff-mail:waiting.principal'), value: money(principalCeilingCents) },
          { label: t('staff-mail:waiting.fees'), value: money(feeCeilingCents) },
          { label: t('staff-mail:waiting.total'), value: total, total: true },
        ]}
      />
      <Press reader={reader} href={props.disbursementUrl}>
        {t('staff-mail:waiting.action')}
      </Press>
      <Paragraph quiet>{t('staff-mail:waiting.reason')}</Paragraph>
      <Paragraph quiet>{t('staff-mail:footer.why', { organization: organization.legalName })}</Paragraph>
    </Layout>
  )
}

export const example: DisbursementWaitingProps = {
  organization: exampleOrganization,
  staffName: 'Sam Example',
  fund: 'Lakeshore Community Bail Fund',
  caseCode: 'K7QF-2M9X',
  principalCeilingCents: '250000',
  feeCeilingCents: '4000',
  proposedAt: '2026-09-21T18:04:00Z',
  proposedBy: 'Alex Example',
  approvalsMissing: 1,
  disbursementUrl: 'https://give.lakeshore.example/admin/disbursements/4711',
}
