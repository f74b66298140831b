import { createFund } from '#app/domain/funds/create-fund.server.ts'
import { inTransaction } from '#app/platform/db.ts'

export type OrganizationFacts = {
  name: string
  legalName: string
  taxProfile: 'us_501c3' | 'us_sponsored' | 'not_deductible' | 'other'
  ein: string | null
  address: string
  email: string
  phone: string
  timezone: string
  /** What a card statement shows, 5 to 22 characters. */
  statementDescriptor: string
  /** The sweep begins here: nothing at Stripe before it is ours to book. */
  goLiveAt: Date
}

/** Names the one legal entity of this deployment, the policies it may publish under, and the fund that its own costs fall on. */
export async function setUpOrganization(facts: OrganizationFacts): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await tx.organization.create({ data: facts })
    await tx.publicationPolicy.createMany({
      data: [
        { name: 'standard', k: 10, delayDays: 14, roundingCents: 10_000n, raisedDisplay: 'hourly' },
        {
          name: 'demonstration',
          k: 1,
          delayDays: 0,
          roundingCents: 100n,
          raisedDisplay: 'exact',
          demonstration: true,
        },
      ],
    })
    await createFund(tx, {
      slug: 'operating',
      kind: 'operating',
      policyName: 'standard',
      effectiveFrom: facts.goLiveAt,
      texts: [
        {
          language: 'en',
          name: 'Operating',
          summary: 'The organization’s own costs.',
          purpose: 'The organization’s own costs.',
        },
      ],
      purposeCodes: [],
    })
  })
}
