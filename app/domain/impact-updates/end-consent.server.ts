import type { MailTopic } from '#app/domain/mail/mail-topics.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/**
 * Ends a donor's consent to a topic at once, at each of their addresses where two records are one person. Saying it again changes
 * nothing.
 */
export async function endConsent(of: { donorId: string; topic: MailTopic }): Promise<void> {
  await inTransaction(
    { scope: { kind: 'donor' } },
    (tx) => tx.$executeRaw`
      update donor_consent set ended_at = ${now()}, ended_by = 'donor'
       where donor_id = any (donor_family(${of.donorId}::uuid)) and topic = ${of.topic} and ended_at is null`,
  )
}
