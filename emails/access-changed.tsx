import { Facts } from './parts/facts.tsx'
import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

type AccessEvent =
  | 'passkey_added'
  | 'passkey_removed'
  | 'totp_added'
  | 'totp_removed'
  | 'role_granted'
  | 'role_withdrawn'
  | 'recovery_opened'
  | 'recovery_opened_by_host'
  | 'recovery_confirmed'
  | 'recovery_stopped'
  | 'recovery_used'

/** A way to sign in, or a role, of a person of staff changed. */
export type AccessChangedProps = {
  organization: Organization
  staffName: string
  event: AccessEvent
  /** Where a role changed. */
  role: string | null
  at: string
  accountUrl: string
}

export const subject = (_: AccessChangedProps, { t }: Reader) => t('staff-mail:access.subject')

export default function AccessChanged({ reader, ...props }: AccessChangedProps & { reader: Reader }) {
  const { t, moment } = reader
  const { organization, event, role } = props
  return (
    <Layout
      reader={reader}
      organization={organization}
      preview={t(`staff-mail:access.${event}`)}
      title={t('staff-mail:access.title')}
    >
      <Paragraph>{t('staff-mail:access.lead', { name: props.staffName })}</Paragraph>
      <Facts
        reader={reader}
        facts={[
          { label: t('staff-mail:access.what'), value: t(`staff-mail:access.${event}`) },
          ...(role ? [{ label: t('staff-mail:notice.role'), value: t(`staff-mail:role.${role}`) }] : []),
          { label: t('staff-mail:notice.when'), value: moment(props.at, organization.timeZone) },
        ]}
      />
      <Paragraph>{t('staff-mail:access.if_not')}</Paragraph>
      <Press reader={reader} href={props.accountUrl}>
        {t('staff-mail:access.action')}
      </Press>
      <Paragraph quiet>{t('staff-mail:footer.why', { organization: organization.legalName })}</Paragraph>
    </Layout>
  )
}

export const example: AccessChangedProps = {
  organization: exampleOrganization,
  staffName: 'Sam Example',
  event: 'role_granted',
  role: 'approver',
  at: '2026-09-21T18:04:00Z',
  accountUrl: 'https://give.lakeshore.example/admin/account',
}
