import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { MailTopic } from '#app/domain/mail/mail-topics.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { openDonor } from './open-donor.server.ts'
import type { contactStopReasons } from './reasons.ts'

type Stop = {
  staff: { id: string; fundIds: string[] }
  donorId: string
  /** Null: about everything. */
  topic: MailTopic | null
  reason: (typeof contactStopReasons)[number]
  /** The last day of it, in the organization's calendar; null: for good. */
  until: string | null
}

/**
 * Leaves a donor alone. Receipts and what the law or the donor asks for still go; it is looked up in the transaction that
 * sends. Refuses `day_is_over`, `already_left_alone`, and as `openDonor` does.
 */
export async function stopContact({ staff, donorId, topic, reason, until }: Stop): Promise<void> {
  const { timezone } = await organization()
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(now())
  const about = topic ?? 'everything'
  const act = { action: 'donor.contact_stopped', subject: 'donor', subjectId: donorId }
  await attempt({ staff, ...act }, async (tx) => {
    const { fundId } = await openDonor(tx, { donorId, staff, action: 'donors:keep' })
    if (until !== null && until < today) throw new Refusal('day_is_over', {}, 'until')
    const [same] = await tx.$queryRaw<{ id: string }[]>`
      select s.id from donor_contact_stop s
       where s.donor_id = any (donor_family(${donorId}::uuid)) and s.topic is not distinct from ${topic}::text
         and (s.until is null or s.until >= greatest(${today}::date, ${until}::date) and ${until}::date is not null)
         and not exists (select from donor_contact_stop_end e where e.stop_id = s.id) limit 1`
    if (same) throw new Refusal('already_left_alone', {}, 'about')
    await tx.donorContactStop.create({
      data: {
        ...{ donorId, topic, reason, until: until === null ? null : new Date(until) },
        ...{ setBy: staff.id, occurredAt: now() },
      },
    })
    await recordAudit(tx, {
      ...{
        actor: { kind: 'staff', id: staff.id },
        ...act,
        detail: { about, reason, until: until ?? 'open' },
      },
      ...(fundId ? { fundId } : {}),
    })
  })
}
