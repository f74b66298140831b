import { randomUUID } from 'node:crypto'
import { inTransaction } from '#app/platform/db.ts'

type Wanted = {
  /** What each fund is to get, in cents. */
  parts: { fundId: string; giftCents: bigint; feeCoverCents?: bigint }[]
  email?: string
  name?: string
}

/** What a donor asked for, before any payment: one gift over one or several funds. Answers its id. */
export async function givenIntent({ parts, ...donor }: Wanted): Promise<string> {
  return inTransaction({ scope: { kind: 'public' } }, async (tx) => {
    const { id } = await tx.giftIntent.create({
      data: {
        formToken: randomUUID(),
        formDigest: randomUUID(),
        thanksToken: randomUUID(),
        frequency: 'once',
        email: donor.email ?? 'robin@donor.example',
        name: donor.name ?? 'Robin Example',
        incognito: false,
        wantsUpdates: false,
        language: 'en',
        occurredAt: new Date(),
      },
      select: { id: true },
    })
    await tx.giftIntentPart.createMany({
      data: parts.map((part) => ({ intentId: id, purposeVersion: 1, feeCoverCents: 0n, ...part })),
    })
    return id
  })
}
