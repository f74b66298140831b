import { inTransaction, type Tx } from '#app/platform/db.ts'
import { endConsents } from './end-consents.server.ts'
import { type MailEvent, mailEventKind, suppressionOf } from './sendgrid-event.ts'

/**
 * Keeps what SendGrid tells, and what follows from it, in one commit: what became of the mail, who may not be written to
 * any more, which topics ended. Each event counts once, however often and in whatever order it is told.
 */
export async function recordMailEvents({ events }: { events: MailEvent[] }): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const fresh = await keepNew(tx, events)
    for (const event of events) {
      if (!fresh.delete(event.id)) continue
      await recordOutcome(tx, event)
    }
  })
}

/** In the order of their ids, so that copies that come at once wait for each other and do not deadlock. */
async function keepNew(tx: Tx, events: MailEvent[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    insert into sendgrid_event (id, event, mail_id, address_hash, bounce_kind, status, reason, occurred_at)
    select distinct on (e.id) e.id, e.event, m.id, address_hash(e.email), e."bounceKind", e.status, e.reason, e."occurredAt"
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
             as e (id text, event text, "mailId" uuid, email text, "bounceKind" text, status text, reason text, "occurredAt" timestamptz)
      left join mail m on m.id = e."mailId"
     order by e.id
    on conflict (id) do nothing
    returning id`
  return new Set(rows.map(({ id }) => id))
}

async function recordOutcome(tx: Tx, event: MailEvent): Promise<void> {
  const kind = mailEventKind(event.event)
  const mail = event.mailId ? await tx.mail.findUnique({ where: { id: event.mailId } }) : null
  if (mail && kind) {
    await tx.mailEvent.create({
      data: { mailId: mail.id, kind, detail: event.bounceKind || event.status, sendgridEventId: event.id },
    })
  }
  const suppression = suppressionOf(event)
  if (!suppression) return
  await tx.$executeRaw`
    insert into mail_suppression (address_hash, cause, reach, sendgrid_event_id, occurred_at)
    values (address_hash(${event.email}), ${suppression.cause}, ${suppression.reach}, ${event.id}, ${event.occurredAt}::timestamptz)`
  if (suppression.cause === 'spam_report' || suppression.cause === 'unsubscribed')
    await endConsents(tx, { email: event.email, by: `sendgrid ${suppression.cause}` })
}
