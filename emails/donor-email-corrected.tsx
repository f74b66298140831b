import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import type { Reader } from './parts/reader.ts'

/** To the address that a donor was written to at until staff corrected it. It does not say the new one. */
export type DonorEmailCorrectedProps = {
  organization: Organization
  donorName: string
  correctedAt: string
  demonstration?: boolean
}

export const subject = ({ organization }: DonorEmailCorrectedProps, { t, apart }: Reader) =>
  t('mail:donor_email_corrected.subject', { organization: apart(organization.legalName) })

export default function DonorEmailCorrected({
  reader,
  ...props
}: DonorEmailCorrectedProps & { reader: Reader }) {
  const { t, day, apart } = reader
  const { organization } = props
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      preview={t('mail:donor_email_corrected.preview')}
      title={t('mail:donor_email_corrected.title')}
    >
      <Paragraph>{t('mail:greeting', { name: apart(props.donorName) })}</Paragraph>
      <Paragraph>
        {t('mail:donor_email_corrected.lead', { date: day(props.correctedAt, organization.timeZone) })}
      </Paragraph>
      {organization.contactEmail && (
        <Paragraph>
          {t('mail:donor_email_corrected.not_you', { email: apart(organization.contactEmail) })}
        </Paragraph>
      )}
    </Layout>
  )
}

export const example: DonorEmailCorrectedProps = {
  organization: exampleOrganization,
  donorName: 'Robin Example',
  correctedAt: '2026-09-21T18:00:00Z',
}
