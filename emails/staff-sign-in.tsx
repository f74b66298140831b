import { Facts } from './parts/facts.tsx'
import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

/** A staff account was opened on a device that it had not been opened on before. */
export type StaffSignInProps = {
  organization: Organization
  staffName: string
  at: string
  /** In words, such as "Firefox on Windows". */
  device: string
  networkAddress: string
  sessionsUrl: string
}

export const subject = (_: StaffSignInProps, { t }: Reader) => t('staff-mail:sign_in.subject')

export default function StaffSignIn({ reader, ...props }: StaffSignInProps & { reader: Reader }) {
  const { t, moment } = reader
  const { organization } = props
  return (
    <Layout
      reader={reader}
      organization={organization}
      preview={t('staff-mail:sign_in.preview')}
      title={t('staff-mail:sign_in.title')}
    >
      <Paragraph>{t('staff-mail:sign_in.lead', { name: props.staffName })}</Paragraph>
      <Facts
        reader={reader}
        facts={[
          { label: t('staff-mail:sign_in.when'), value: moment(props.at, organization.timeZone) },
          { label: t('staff-mail:sign_in.device'), value: props.device },
          { label: t('staff-mail:sign_in.address'), value: props.networkAddress },
        ]}
      />
      <Paragraph>{t('staff-mail:sign_in.if_you')}</Paragraph>
      <Paragraph>{t('staff-mail:sign_in.if_not')}</Paragraph>
      <Press reader={reader} href={props.sessionsUrl}>
        {t('staff-mail:sign_in.action')}
      </Press>
      <Paragraph quiet>{t('staff-mail:footer.why', { organization: organization.legalName })}</Paragraph>
    </Layout>
  )
}

export const example: StaffSignInProps = {
  organization: exampleOrganization,
  staffName: 'Sam Example',
  at: '2026-09-21T18:04:00Z',
  device: 'Firefox on Windows',
  networkAddress: '203.0.113.7',
  sessionsUrl: 'https://give.lakeshore.example/admin/sessions',
}
