/** The legal entity behind a mail, as it stands in its settings. */
export type Organization = {
  legalName: string
  /** Its tax number (EIN), or null where it has none. */
  ein: string | null
  /** Postal address, one line each; a mail that asks or tells must carry it (CAN-SPAM, 16 CFR 316). */
  address: string[]
  /** Where a reader's question goes, or null to name no address. */
  contactEmail: string | null
  /** IANA name: the dates of receipts are the organization's. */
  timeZone: string
}

export const exampleOrganization: Organization = {
  legalName: 'Lakeshore Bail Fund, Inc.',
  ein: '00-0000000',
  address: ['100 Example Street', 'Springfield, IL 62701'],
  contactEmail: 'hello@lakeshore.example',
  timeZone: 'America/Chicago',
}
