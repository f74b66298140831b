import { randomUUID } from 'node:crypto'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { openedPrint } from '#app/domain/mail/prints/opened-print.server.ts'
import { printMail } from '#app/domain/mail/prints/print-mail.server.ts'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { recordMailEvents } from '#app/domain/mail/record-mail-events.server.ts'
import { readSendgridEvents } from '#app/domain/mail/sendgrid-event.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { type MessageName, messages } from '#emails/messages.ts'
import { givenStepUp } from './given.ts'

export type GivenMail = { mailId: string; email: string; donorId: string }

/** A mail in the outbox to a donor who asked for every topic: a receipt where nothing else is said. */
export async function givenMail(of: { message?: MessageName; email?: string } = {}): Promise<GivenMail> {
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

/** SendGrid tells that the mailbox is not there. Answers the suppression that comes of it. */
export async function givenBounce({ mailId, email }: Pick<GivenMail, 'mailId' | 'email'>): Promise<string> {
  const bounce = {
    ...{ sg_event_id: randomUUID(), event: 'bounce', type: 'bounce', reason: '550 no such mailbox' },
    ...{ email, mail_id: mailId, timestamp: Math.floor(Date.now() / 1000) },
  }
  await recordMailEvents({ events: readSendgridEvents(Buffer.from(JSON.stringify([bounce]))) ?? [] })
  const { id } = await db().mailSuppression.findFirstOrThrow({
    where: { sendgridEventId: bounce.sg_event_id },
  })
  return id
}

/** The page of a mail that somebody took out, with the proof that it needs. */
export async function printedBy(staff: ActingStaff, mailId: string): Promise<string> {
  const stepUpId = await givenStepUp(staff.id, boundTo.printMail(mailId))
  const { printId } = await printMail({ staff, mailId, stepUpId })
  return (await openedPrint({ staff, mailId, printId }))?.html ?? ''
}
