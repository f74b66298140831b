import { randomUUID } from 'node:crypto'
import { recordMailEvents } from '#app/domain/mail/record-mail-events.server.ts'
import { readSendgridEvents } from '#app/domain/mail/sendgrid-event.ts'
import { inTransaction } from '#app/platform/db.ts'

const hour = 3_600_000

type Told = { event: string; type?: string; status?: string; reason?: string; hoursAgo: number }

/** What SendGrid tells of each of a few receipts. */
const told: Told[][] = [
  [
    {
      ...{ event: 'bounce', type: 'bounce', status: '5.1.1', hoursAgo: 30 },
      reason: '550 5.1.1 The mailbox does not exist.',
    },
  ],
  [
    { event: 'deferred', reason: '452 4.2.2 The mailbox is full.', hoursAgo: 29 },
    { event: 'delivered', hoursAgo: 22 },
  ],
  [{ event: 'dropped', reason: 'Bounced Address', hoursAgo: 28 }],
  [{ event: 'spamreport', hoursAgo: 8 }],
  [{ event: 'unsubscribe', hoursAgo: 5 }],
]

/** A few receipts that did not simply arrive. None is of the donor whose pages the demonstration shows. */
export async function seedMailTroubles(today: Date): Promise<void> {
  const mails = await inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<{ id: string; recipient: string }[]>`
      select m.id, m.recipient from receipt r join mail m on m.id = r.mail_id
       where (select count(*) from payment p where p.donor_id = m.donor_id) = 1
       order by r.number desc limit ${told.length}::int`,
  )
  const events = mails.flatMap(({ id, recipient }, place) =>
    (told[place] ?? []).map(({ hoursAgo, ...rest }) => ({
      ...{ ...rest, sg_event_id: randomUUID(), email: recipient, mail_id: id },
      timestamp: Math.floor((today.getTime() - hoursAgo * hour) / 1000),
    })),
  )
  await recordMailEvents({ events: readSendgridEvents(Buffer.from(JSON.stringify(events))) ?? [] })
}
