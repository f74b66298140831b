import type { Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { mailInReach } from './mail-in-reach.server.ts'
import { waysIn } from './ways-in.ts'

export type TroubledMail = {
  mailId: string
  message: string
  recipient: string
  language: string
  topic: string | null
  donorId: string | null
  receiptNumber: bigint | null
  /** What last went wrong: `suppressed`, `bounced`, `dropped`, or `parked` where it was not sent at all. */
  problem: string
  detail: string
  /** What the other side's mail server said. */
  reason: string
  since: Date
  /** Whether its address is struck off now. */
  suppressed: boolean
  /** A fund of theirs among those asked for; null where it is nobody's in particular. */
  fundId: string | null
}

/**
 * What did not reach its reader and still waits for a person, the longest first: every mail that was not sent, and of those
 * that came back the ones that count, such as receipts. What was asked for and came back only ends at that address; a way in is
 * its reader's alone; and a mail that was emptied, since its reader was erased, is nobody's any more.
 */
export const troubledMail = (
  tx: Tx,
  of: { fundIds: string[]; mailId?: string; limit: number },
): Promise<TroubledMail[]> =>
  tx.$queryRaw<TroubledMail[]>`
    select m.id as "mailId", m.message, m.recipient, m.language, m.topic, m.donor_id as "donorId", r.number as "receiptNumber",
           t.kind as problem, t.detail, coalesce(g.reason, '') as reason, coalesce(g.occurred_at, t.recorded_at) as since,
           is_suppressed(m.recipient, m.topic) as suppressed,
           (select f.id from unnest(funds_of_donor(m.donor_id)) with ordinality f (id, place)
             where f.id = any (${of.fundIds}::uuid[]) order by f.place limit 1) as "fundId"
      from (select distinct on (e.mail_id) e.* from mail_event e
             where e.kind in ('suppressed', 'bounced', 'dropped', 'parked') order by e.mail_id, e.id desc) t
      join mail m on m.id = t.mail_id
      left join sendgrid_event g on g.id = t.sendgrid_event_id
      left join receipt r on r.mail_id = (with recursive earlier as (
             select m.id union all select s.mail_id from mail_resend s join earlier on s.new_mail_id = earlier.id)
           select e.id from earlier e join receipt x on x.mail_id = e.id limit 1)
     where ${mailInReach(of.fundIds)} and m.message not in ('sign-up-confirmation', 'tribute-notice') and m.message <> all (${[...waysIn]}::text[])
       and m.recipient <> '' and (m.topic is null or t.kind = 'parked')
       and (t.kind, t.detail) not in (('suppressed', 'left_alone'), ('suppressed', 'erased'))
       and ${of.mailId ? Prisma.sql`m.id = ${of.mailId}::uuid` : Prisma.sql`true`}
       and not exists (select from mail_event c where c.mail_id = m.id
                          and (c.kind = 'closed' or (c.kind = 'replayed' and c.id > t.id)))
       and not exists (select from mail_event d join sendgrid_event o on o.id = d.sendgrid_event_id
                        where d.mail_id = m.id and d.kind = 'delivered' and o.occurred_at > g.occurred_at)
     order by since, m.id limit ${of.limit}::int`
