import type { Organization } from '#emails/parts/organization.ts'

type Facts = { legalName: string; ein: string | null; address: string; email: string; timezone: string }

/** The legal entity as mails name it. */
export const mailOrganization = (facts: Facts): Organization => ({
  legalName: facts.legalName,
  ein: facts.ein,
  address: facts.address.split(/,\s*|\n/),
  contactEmail: facts.email,
  timeZone: facts.timezone,
})
