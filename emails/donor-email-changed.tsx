import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import type { Reader } from './parts/reader.ts'

/** To the address that a donor was written to at until now. It does not say the new one. */
export type DonorEmailChangedProps = {
  organization: Organization
  donorName: string
  changedAt: string
  demonstration?: boolean
}

export const subject = ({ organization }: DonorEmailChangedProps, { t, apart }: Reader) =>
  t('mail:donor_email_changed.subject', { organization: apart(organization.legalName) })

export default function DonorEmailChanged({ reader, ...props }: DonorEmailChangedProps & { reader: Reader }) {
  const { t, day, apart } = reader
  const { organization } = props
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      preview={t('mail:donor_email_changed.preview')}
      title={t('mail:donor_email_changed.title')}
    >
      <Paragraph>{t('mail:greeting', { name: apart(props.donorName) })}</Paragraph>
      <Paragraph>
        {t('mail:donor_email_changed.lead', { date: day(props.changedAt, organization.timeZone) })}
      </Paragraph>
      {organization.contactEmail && (
        <Paragraph>
          {t('mail:donor_email_changed.not_you', { email: apart(organization.contactEmail) })}
        </Paragraph>
      )}
    </Layout>
  )
}

export const example: DonorEmailChangedProps = {
  organization: exampleOrganization,
  donorName: 'Robin Example',
  changedAt: '2026-09-21T18:00:00Z',
}
