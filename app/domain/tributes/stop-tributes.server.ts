import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/** A recipient wants no more notices, from anyone. Saying it again changes nothing; what they say it of names nobody. */
export async function stopTributes({ recipient }: { recipient: Uint8Array<ArrayBuffer> }): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.tributeStop.createMany({
      data: { recipientToken: recipient, occurredAt: now() },
      skipDuplicates: true,
    }),
  )
}
