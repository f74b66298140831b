import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import { addressOf } from './address-of-donor.server.ts'
import { openDonor } from './open-donor.server.ts'
import type { donorRevealReasons } from './reasons.ts'

/**
 * Shows once where a donor is written to, and keeps who looked and why: empty where they gave no address. Refuses as `openDonor`
 * does.
 */
export async function revealDonor(of: {
  staff: { id: string; fundIds: string[] }
  donorId: string
  reason: (typeof donorRevealReasons)[number]
}): Promise<string> {
  const { staff, donorId, reason } = of
  const act = { action: 'donor.address_revealed', subject: 'donor', subjectId: donorId }
  return attempt({ staff, ...act }, async (tx) => {
    const { fundId } = await openDonor(tx, { donorId, staff, action: 'donors:reveal' })
    await tx.donorReveal.create({ data: { donorId, reason, staffId: staff.id, occurredAt: now() } })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, detail: { reason } },
      ...(fundId ? { fundId } : {}),
    })
    return (await addressOf(tx, donorId)) ?? ''
  })
}
