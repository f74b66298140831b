import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

/** To an address that a donor wants to be written to at. It names nobody: a mistyped address is a stranger's. */
export type DonorEmailChangeProps = {
  organization: Organization
  confirmUrl: string
  /** How long the link can be opened. */
  hours: number
  demonstration?: boolean
}

export const subject = ({ organization }: DonorEmailChangeProps, { t, apart }: Reader) =>
  t('mail:donor_email_change.subject', { organization: apart(organization.legalName) })

export default function DonorEmailChange({ reader, ...props }: DonorEmailChangeProps & { reader: Reader }) {
  const { t } = reader
  return (
    <Layout
      reader={reader}
      organization={props.organization}
      demonstration={props.demonstration}
      preview={t('mail:donor_email_change.preview')}
      title={t('mail:donor_email_change.title')}
    >
      <Paragraph>{t('mail:donor_email_change.lead', { count: props.hours })}</Paragraph>
      <Press reader={reader} href={props.confirmUrl}>
        {t('mail:donor_email_change.action')}
      </Press>
      <Paragraph quiet>{t('mail:donor_email_change.not_you')}</Paragraph>
    </Layout>
  )
}

export const example: DonorEmailChangeProps = {
  organization: exampleOrganization,
  confirmUrl: 'https://give.lakeshore.example/donor/email/eyJ0b2tlbiI6ImV4YW1wbGUifQ',
  hours: 24,
}
