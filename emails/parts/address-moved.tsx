import { Layout } from './layout.tsx'
import type { Organization } from './organization.ts'
import { Paragraph } from './paragraph.tsx'
import type { Reader } from './reader.ts'

type AddressMovedProps = {
  reader: Reader
  organization: Organization
  donorName: string
  /** Who changed it: the donor, or a person at the fund. */
  by: 'donor_email_changed' | 'donor_email_corrected'
  at: string
  demonstration: boolean | undefined
}

/** To the address that a donor was written to at until now. It does not say the new one. */
export function AddressMoved({ reader, organization, donorName, by, at, demonstration }: AddressMovedProps) {
  const { t, day, apart } = reader
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={demonstration}
      preview={t(`mail:${by}.preview`)}
      title={t(`mail:${by}.title`)}
    >
      <Paragraph>{t('mail:greeting', { name: apart(donorName) })}</Paragraph>
      <Paragraph>{t(`mail:${by}.lead`, { date: day(at, organization.timeZone) })}</Paragraph>
      {organization.contactEmail && (
        <Paragraph>{t(`mail:${by}.not_you`, { email: apart(organization.contactEmail) })}</Paragraph>
      )}
    </Layout>
  )
}
