import type { MailTopic } from '#app/domain/mail/mail-topics.ts'
import { mailTopics } from '#app/domain/mail/mail-topics.ts'
import { now } from '#app/platform/clock.ts'
import { db } from '#app/platform/db.ts'

/** What a link asks to confirm; null where it is over. Looking confirms nothing: mail scanners follow links. */
export async function signUpOf(
  signUpId: string,
): Promise<{ topics: MailTopic[]; confirmed: boolean } | null> {
  const signUp = await db().mailSignUp.findUnique({ where: { id: signUpId } })
  if (!signUp || (!signUp.confirmedAt && signUp.expiresAt <= now())) return null
  return {
    topics: mailTopics.filter((topic) => signUp.topics.includes(topic)),
    confirmed: signUp.confirmedAt !== null,
  }
}
