import { randomUUID } from 'node:crypto'
import { recordMailEvents } from '#app/domain/mail/record-mail-events.server.ts'
import { readSendgridEvents } from '#app/domain/mail/sendgrid-event.ts'
import { askToSignUp } from '#app/domain/mail-sign-ups/ask-to-sign-up.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import type { SignUpConfirmationProps } from '#emails/sign-up-confirmation.tsx'

/**
 * Of the receipts that donors were sent one came back and one could not be sent; someone called a mail spam. Answers
 * the one that came back, and the page on which a reader may confirm their sign-up.
 */
export async function givenMailThatCameBack(): Promise<{ mailId: string; confirmPath: string }> {
  const [cameBack, parked] = await db().mail.findMany({
    where: { message: 'receipt' },
    orderBy: { recordedAt: 'asc' },
    take: 2,
  })
  const told = (event: string, email: string, mailId: string | null) => ({
    ...{ sg_event_id: randomUUID(), event, email, mail_id: mailId, type: 'bounce' },
    ...{ reason: '550 5.1.1 The mailbox does not exist.', timestamp: Math.floor(Date.now() / 1000) },
  })
  const events = [
    ...(cameBack ? [told('bounce', cameBack.recipient, cameBack.id)] : []),
    told('spamreport', 'reader@elsewhere.example', null),
  ]
  await recordMailEvents({ events: readSendgridEvents(Buffer.from(JSON.stringify(events))) ?? [] })
  if (parked) {
    await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.mailEvent.create({ data: { mailId: parked.id, kind: 'parked', detail: '400' } }),
    )
  }
  const form = { email: 'reader@donor.example', topics: ['impact' as const, 'news' as const] }
  await askToSignUp({ form: { ...form, language: 'en' }, address: '203.0.113.9' })
  const mail = await db().mail.findFirstOrThrow({ where: { recipient: form.email } })
  const confirmPath = new URL((mail.props as SignUpConfirmationProps).confirmUrl).pathname
  return { mailId: cameBack?.id ?? '', confirmPath }
}
