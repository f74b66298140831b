import type { Organization } from '#emails/parts/organization.ts'
import type { TaxProfile } from '#emails/parts/tax-text.tsx'

type Facts = { legalName: string; ein: string | null; address: string; email: string; timezone: string }

/** The legal entity as mails name it. */
export const mailOrganization = (facts: Facts): Organization => ({
  legalName: facts.legalName,
  ein: facts.ein,
  address: facts.address.split(/,\s*|\n/),
  contactEmail: facts.email,
  timeZone: facts.timezone,
})

/** What it is for taxes, by which mails choose their words. */
export const taxProfileOf = ({ taxProfile }: { taxProfile: string }): TaxProfile => taxProfile as TaxProfile
