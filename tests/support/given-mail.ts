import { randomUUID } from 'node:crypto'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { messages } from '#emails/messages.ts'

export type GivenMail = { mailId: string; email: string; donorId: string }

/** A mail in the outbox to a donor who asked for every topic: a receipt, or an impact update. */
export async function givenMail(
  of: { message?: 'receipt' | 'impact-update'; email?: string } = {},
): Promise<GivenMail> {
  const { message = 'receipt', email = `${randomUUID()}@donor.example` } = of
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const donor = await tx.donor.upsert({
      where: { email },
      create: { email, name: 'Robin Example', donorConsents: { create: consents() } },
      update: {},
    })
    const props = messages[message].example as never
    const mailId = await queueMail(tx, {
      ...{ message, dedupeKey: randomUUID(), to: email, language: 'en', donorId: donor.id, props },
    })
    if (!mailId) throw new Error('a mail with a new key is written')
    return { mailId, email, donorId: donor.id }
  })
}

const consents = () =>
  ['impact', 'alerts', 'news'].map((topic) => ({ topic, givenAt: new Date(), source: 'giving form' }))

/** What happened to it, in its order. */
export const factsOf = async (mailId: string): Promise<string[]> =>
  (await db().mailEvent.findMany({ where: { mailId }, orderBy: { id: 'asc' } })).map(({ kind, detail }) =>
    ['failed', 'parked', 'suppressed', 'closed', 'bounced'].includes(kind) ? `${kind} ${detail}` : kind,
  )

export const openTopics = async (donorId: string): Promise<string[]> =>
  (await db().donorConsent.findMany({ where: { donorId, endedAt: null }, orderBy: { topic: 'asc' } })).map(
    ({ topic }) => topic,
  )
