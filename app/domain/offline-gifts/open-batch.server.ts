import { attempt } from '#app/domain/audit/attempt.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { requireRoles } from '#app/domain/remittances/lock-remittance.server.ts'
import { now } from '#app/platform/clock.ts'
import { fundsAtMost, type KeptIn, piecesAtMost } from './offline-gift.ts'
import { recordInEach } from './record-in-each.server.ts'

export type NewBatch = {
  keptIn: KeptIn
  /** A day of the organization's, as `2026-11-21`. */
  depositedOn: string
  /** The bank's number of the deposit. */
  reference: string
  /** As counted, before anything is entered. */
  total: Cents
  pieces: number
  fundIds: string[]
}

/**
 * A pile of gifts was counted. Nothing is booked until its lines add up to the count and another person closes it. What was
 * deposited before the site began is in its opening balances already: refused with `batch_is_from_after_go_live`.
 */
export async function openBatch(act: { staff: ActingStaff; batch: NewBatch }): Promise<{ batchId: string }> {
  const { staff, batch } = act
  const fundIds = [...new Set(batch.fundIds)].sort()
  const { timezone, goLiveAt } = await organization()
  const at = now()
  if (fundIds.length === 0 || fundIds.length > fundsAtMost) {
    throw new Refusal('batch_names_its_funds', {}, 'fundIds')
  }
  if (batch.total <= 0n) throw new Refusal('batch_holds_something', {}, 'total')
  if (batch.pieces < 1 || batch.pieces > piecesAtMost) {
    throw new Refusal('batch_is_of_a_size_to_check', { most: piecesAtMost }, 'pieces')
  }
  if (batch.depositedOn > dayOf(at, timezone)) throw new Refusal('batch_was_deposited', {}, 'depositedOn')
  if (batch.depositedOn < dayOf(goLiveAt, timezone)) {
    throw new Refusal('batch_is_from_after_go_live', {}, 'depositedOn')
  }

  return attempt(
    { staff, action: 'offline.opened', subject: 'fund', ...(fundIds[0] ? { subjectId: fundIds[0] } : {}) },
    async (tx) => {
      await requireRoles(tx, { staffId: staff.id, fundIds, action: 'offline:enter' })
      const { id } = await tx.offlineBatch.create({
        data: {
          keptIn: batch.keptIn,
          depositedOn: new Date(batch.depositedOn),
          reference: batch.reference,
          controlCents: batch.total,
          controlPieces: batch.pieces,
          fundIds,
          openedBy: staff.id,
          occurredAt: at,
        },
      })
      await recordInEach(tx, {
        staffId: staff.id,
        action: 'offline.opened',
        batch: { id, fundIds },
        detail: { keptIn: batch.keptIn, totalCents: batch.total.toString(), pieces: batch.pieces },
      })
      return { batchId: id }
    },
  )
}
