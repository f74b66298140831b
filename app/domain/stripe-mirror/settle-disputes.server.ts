import { z } from 'zod'
import { lookAtDispute } from '#app/domain/disputes/look-at-dispute.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import { db, type Tx } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { closeImportedDispute } from './history/close-imported-dispute.server.ts'

const Dispute = z.object({ id: z.string(), status: z.string() })

/**
 * Closes a dispute that the bank has decided. A lost one moves no more money, so only its state tells. What was lost may
 * still be given back; what was given back stays won, whatever comes late.
 */
export async function closeDispute(tx: Tx, payload: unknown, at: Date): Promise<void> {
  const { id, status } = Dispute.parse(payload)
  if (status !== 'won' && status !== 'lost') return
  await closeImportedDispute(tx, { id, status, at })
  const { count } = await tx.dispute.updateMany({
    where: { id, state: { in: status === 'won' ? ['open', 'lost'] : ['open'] } },
    data: { state: status, closedAt: at },
  })
  if (count === 0) return
  await enqueue(tx, 'dispute.decided', { disputeId: id })
  const { paymentId } = await tx.dispute.findUniqueOrThrow({ where: { id }, select: { paymentId: true } })
  await enqueue(tx, 'receipt.correct', { paymentId })
}

/** The days back in which a dispute is looked for whose every event was lost. */
const reach = 4 * 86_400_000

/** Asks Stripe about every dispute that is not decided here, and about those that are new there: an event may be lost. */
export async function settleDisputes(): Promise<void> {
  const open = await db().$queryRaw<{ id: string }[]>`
    select id from dispute where state = 'open'
    union select id from imported_gift_dispute where state = 'open'
    union select id from dispute_case where status not in ('won', 'lost', 'warning_closed')`
  const ids = new Set(open.map(({ id }) => id))
  const created = { gte: Math.floor((now().getTime() - reach) / 1000) }
  for await (const { id } of stripe().disputes.list({ created, limit: 100 })) ids.add(id)
  for (const disputeId of ids) await lookAtDispute({ disputeId })
}
