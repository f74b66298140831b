import { asidePool } from '#app/platform/db.ts'

export type Organization = {
  name: string
  legalName: string
  taxProfile: string
  ein: string | null
  address: string
  email: string
  phone: string
  timezone: string
  currency: string
  statementDescriptor: string
  goLiveAt: Date
}

/** The one legal entity of this deployment, as pages and mails name it. Throws where set-up has not been done. */
export async function organization(): Promise<Organization> {
  // Every page asks, so it is one named statement that each connection plans once.
  const { rows } = await asidePool().query<Organization>({
    name: 'organization',
    text: `select name, legal_name as "legalName", tax_profile as "taxProfile", ein, address, email, phone, timezone,
                  currency, statement_descriptor as "statementDescriptor", go_live_at as "goLiveAt"
             from organization where id = 1`,
  })
  if (!rows[0]) throw new Error('The organization is not set up yet')
  return rows[0]
}
