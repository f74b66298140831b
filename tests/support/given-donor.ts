import { makeDonorLink } from '#app/domain/donor-area/sign-in/donor-link.server.ts'
import { redeemDonorLink } from '#app/domain/donor-area/sign-in/redeem-donor-link.server.ts'
import { inTransaction } from '#app/platform/db.ts'

const system = { scope: { kind: 'system' } } as const

/** A donor as a first gift makes one. Answers the id. */
export async function givenDonor(donor: {
  email: string
  name?: string
  language?: string
}): Promise<string> {
  const { email, name = 'Robin Example', language = 'en' } = donor
  const { id } = await inTransaction(system, (tx) =>
    tx.donor.create({ data: { email, name, language }, select: { id: true } }),
  )
  return id
}

/** A link that this donor could have been mailed. */
export const givenDonorLink = (donorId: string) =>
  inTransaction(system, async (tx) => (await makeDonorLink(tx, donorId)).token)

/** The cookie of a browser in which this donor is signed in. */
export async function givenDonorSession(donorId: string): Promise<string> {
  const token = await givenDonorLink(donorId)
  return (await redeemDonorLink({ token, visit: { device: 'Firefox · Linux' } })).sessionId
}
