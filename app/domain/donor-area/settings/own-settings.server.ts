import { inTransaction } from '#app/platform/db.ts'

export type OwnSettings = {
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
        donorConsents: { where: { endedAt: null }, orderBy: { topic: 'asc' } },
        donorSessions: { where: { endedAt: null }, orderBy: { startedAt: 'desc' } },
      },
    })
    const { email, name, publicName, incognito, language, donorConsents, donorSessions } = donor
    return {
      ...{ email: email ?? '', name, publicName, incognito, language },
      topics: donorConsents.map(({ topic }) => topic),
      devices: donorSessions.map(({ device }) => device),
    }
  })
}
