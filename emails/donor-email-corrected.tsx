import { AddressMoved } from './parts/address-moved.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
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
  correctedAt: at,
  demonstration,
  ...props
}: DonorEmailCorrectedProps & { reader: Reader }) {
  return <AddressMoved {...props} {...{ at, demonstration }} by="donor_email_corrected" />
}

export const example: DonorEmailCorrectedProps = {
  organization: exampleOrganization,
  donorName: 'Robin Example',
  correctedAt: '2026-09-21T18:00:00Z',
}
