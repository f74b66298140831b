import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { closedThrough } from '#app/domain/books/balances-as-of.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { differenceExplained } from '#app/domain/ledger/transfers/cash.ts'
import { cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type DifferenceReason, reasonsFitting } from './cash.ts'
import { type CountState, explanationsOf } from './count.ts'
import { countStates } from './count-states.server.ts'

/**
 * Someone who did not count says what a difference was, once; it leaves suspense. It waits for the witness's own figure, and of a
 * count that they dispute it can only be said that it was wrong. Refuses `count_is_of_a_closed_month` too.
 */
export async function explainDifference(explained: {
  staff: ActingStaff
  countId: string
  reason: DifferenceReason
}): Promise<void> {
  const { staff, countId, reason } = explained
  const at = now()
  await attempt(
    { staff, action: 'cash_box.difference_explained', subject: 'cash_count', subjectId: countId },
    async (tx) => {
      const count = await tx.cashCount.findUnique({ where: { id: countId } })
      if (!count) throw new Refusal('count_unknown')
      const { fundId } = count
      await lockFundBank(tx, [fundId])
      await requireRole(tx, { staffId: staff.id, fundId, action: 'cash:handle' })
      if (staff.id === count.countedBy || staff.id === count.witnessedBy)
        throw new Refusal('difference_is_explained_by_another')
      const difference = cents(count.countedCents - count.ledgerCents)
      const state = (await countStates(tx, [countId])).get(countId) ?? 'waiting'
      refuseExplanation({ state, difference, reason })
      await refuseClosed(tx, count.occurredAt)

      await tx.cashDifference.create({ data: { countId, reason, explainedBy: staff.id, occurredAt: at } })
      await postTransfers(tx, {
        source: { kind: 'cash_difference', id: countId },
        // Of the day of the count: it leaves suspense in the month in which it came there.
        occurredAt: count.occurredAt,
        transfers: differenceExplained({ fundId, amount: difference, reason }),
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'cash_box.difference_explained',
        subject: 'fund',
        subjectId: fundId,
        fundId,
        detail: { reason, differenceCents: difference.toString() },
      })
    },
  )
}

async function refuseClosed(tx: Tx, countedAt: Date): Promise<void> {
  const closed = await closedThrough(tx)
  if (closed && countedAt < closed) throw new Refusal('count_is_of_a_closed_month')
}

function refuseExplanation(of: { state: CountState; difference: bigint; reason: DifferenceReason }): void {
  const { state, difference, reason } = of
  if (state === 'waiting') throw new Refusal('count_waits_for_its_witness')
  if (difference === 0n || !reasonsFitting(difference).includes(reason))
    throw new Refusal('explanation_fits_the_difference', {}, 'reason')
  if (!explanationsOf(of).includes(reason))
    throw new Refusal('only_a_count_by_two_is_explained', {}, 'reason')
}
