import type { MailTopic } from '#app/domain/mail/mail-topics.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/** Ends a donor's consent to a topic at once. Saying it again changes nothing. */
export async function endConsent(of: { donorId: string; topic: MailTopic }): Promise<void> {
  await inTransaction({ scope: { kind: 'donor' } }, (tx) =>
    tx.donorConsent.updateMany({
      where: { donorId: of.donorId, topic: of.topic, endedAt: null },
      data: { endedAt: now(), endedBy: 'donor' },
    }),
  )
}
