import { AddressMoved } from './parts/address-moved.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
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

export default function DonorEmailChanged({
  changedAt: at,
  demonstration,
  ...props
}: DonorEmailChangedProps & { reader: Reader }) {
  return <AddressMoved {...props} {...{ at, demonstration }} by="donor_email_changed" />
}

export const example: DonorEmailChangedProps = {
  organization: exampleOrganization,
  donorName: 'Robin Example',
  changedAt: '2026-09-21T18:00:00Z',
}
