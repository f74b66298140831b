import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { openDonor } from './open-donor.server.ts'
import type { contactAgainReasons } from './reasons.ts'

/**
 * Ends that a donor is left alone. It opens no consent: what they did not ask for still does not go. Refuses `stop_unknown`,
 * `contact_stop_is_ended_once`, and as `openDonor` does.
 */
export async function allowContact(of: {
  staff: { id: string; fundIds: string[] }
  donorId: string
  stopId: string
  reason: (typeof contactAgainReasons)[number]
}): Promise<void> {
  const { staff, donorId, stopId, reason } = of
  const act = { action: 'donor.contact_allowed', subject: 'donor', subjectId: donorId }
  await attempt({ staff, ...act }, async (tx) => {
    const { fundId } = await openDonor(tx, { donorId, staff, action: 'donors:keep' })
    const [stop] = await tx.$queryRaw<{ ended: boolean }[]>`
      select exists (select from donor_contact_stop_end e where e.stop_id = s.id) as ended from donor_contact_stop s
       where s.id = ${stopId}::uuid and s.donor_id = any (donor_family(${donorId}::uuid))`
    if (!stop) throw new Refusal('stop_unknown')
    if (stop.ended) throw new Refusal('contact_stop_is_ended_once')
    await tx.donorContactStopEnd.create({ data: { stopId, reason, endedBy: staff.id, occurredAt: now() } })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, detail: { reason } },
      ...(fundId ? { fundId } : {}),
    })
  })
}
