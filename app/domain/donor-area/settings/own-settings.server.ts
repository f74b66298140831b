import { addressOf } from '#app/domain/donor-records/address-of-donor.server.ts'
import { topicsAskedFor } from '#app/domain/mail/topics-asked-for.server.ts'
import { inTransaction } from '#app/platform/db.ts'

export type OwnSettings = {
  /** Where they are written to: at an address that was joined to theirs, where they have none of their own. */
  email: string
  name: string
  publicName: string | null
  incognito: boolean
  language: string
  topics: string[]
  /** Browsers in which the donor is signed in now, by what they are. */
  devices: string[]
}

/** What a donor may change about themselves, as it is. */
export async function ownSettings({ donorId }: { donorId: string }): Promise<OwnSettings> {
  return inTransaction({ scope: { kind: 'donor', donorId } }, async (tx) => {
    const donor = await tx.donor.findUniqueOrThrow({
      where: { id: donorId },
      include: {
        donorSessions: { where: { endedAt: null }, orderBy: { startedAt: 'desc' } },
      },
    })
    const { name, publicName, incognito, language, donorSessions } = donor
    return {
      ...{ email: (await addressOf(tx, donorId)) ?? '', name, publicName, incognito, language },
      topics: await topicsAskedFor(tx, { donorId }),
      devices: donorSessions.map(({ device }) => device),
    }
  })
}
