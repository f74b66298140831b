import { approveEnvelope } from '#app/domain/envelopes/approve-envelope.server.ts'
import { cancelEnvelope } from '#app/domain/envelopes/cancel-envelope.server.ts'
import { proposeEnvelope } from '#app/domain/envelopes/propose-envelope.server.ts'
import { rejectEnvelope } from '#app/domain/envelopes/reject-envelope.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { DemonstrationStaff } from './people.ts'
import { wasPresent } from './was-present.ts'

const hour = 3_600_000

/**
 * The nights of this week beside tomorrow's: one is approved, one was taken back, one refused. All are still to come, since
 * nobody plans a night that has begun: the story has none that is over.
 */
export async function seedNights(fundId: string, staff: DemonstrationStaff, today: Date): Promise<void> {
  const { dana, sam, lee } = staff
  const plan = async (inHours: number) => {
    const opensAt = new Date(today.getTime() + inHours * hour)
    const { envelopeId } = await proposeEnvelope({
      staff: dana,
      envelope: {
        ...{ fundId, total: cents(1_000_00n), cap: cents(500_00n), bonds: 2 },
        ...{ purposeCodes: ['court_bail'], posterIds: [lee.id] },
        ...{ opensAt, closesAt: new Date(opensAt.getTime() + 12 * hour) },
      },
    })
    return envelopeId
  }
  await approve(sam, await plan(68))
  await rejectEnvelope({ staff: sam, envelopeId: await plan(92), reason: 'not_now' })
  await cancelEnvelope({ staff: dana, envelopeId: await plan(116), reason: 'entered_wrongly' })
}

async function approve(staff: DemonstrationStaff['sam'], envelopeId: string): Promise<void> {
  const { contentHash } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.nightEnvelope.findUniqueOrThrow({ where: { id: envelopeId }, select: { contentHash: true } }),
  )
  const stepUpId = await wasPresent(staff, boundTo.approveEnvelope({ id: envelopeId, contentHash }))
  await approveEnvelope({ staff, envelopeId, contentHash, stepUpId })
}
