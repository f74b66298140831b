import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { endStoppedTopics } from './end-stopped-topics.server.ts'

/**
 * Said from the mailbox itself: now the topics are agreed to. Saying it again changes nothing. Answers false where the
 * sign-up is over. A reader without a gift is a donor without payments (docs/decisions), so that one person has one place
 * where they say what they want to hear.
 */
export async function confirmSignUp({ signUpId }: { signUpId: string }): Promise<boolean> {
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await tx.$queryRaw`select id::text from mail_sign_up where id = ${signUpId}::uuid for update`
    const signUp = await tx.mailSignUp.findUnique({ where: { id: signUpId } })
    if (!signUp) return false
    if (signUp.confirmedAt) return true
    const confirmedAt = now()
    if (confirmedAt >= signUp.expiresAt) return false

    const { email, topics, language } = signUp
    const donorId = await donorOf(tx, { email, language })
    await tx.mailSignUp.update({ where: { id: signUpId }, data: { confirmedAt, donorId } })
    await tx.$executeRaw`
      insert into donor_consent (donor_id, topic, given_at, source)
      select ${donorId}::uuid, topic, ${confirmedAt}, 'sign-up form' from unnest(${topics}::text[]) as topic
      on conflict do nothing`
    await endStoppedTopics(tx, { email, at: confirmedAt })
    return true
  })
}

/** A form proves nothing about a name, and this one asks for none. A known donor's language stays as they have it. */
async function donorOf(tx: Tx, of: { email: string; language: string }): Promise<string> {
  await tx.$executeRaw`
    insert into donor (email, name, language) values (${of.email}, '', ${of.language})
    on conflict on constraint donor_email_is_unique do nothing`
  const donor = await tx.donor.findUniqueOrThrow({ where: { email: of.email }, select: { id: true } })
  return donor.id
}
