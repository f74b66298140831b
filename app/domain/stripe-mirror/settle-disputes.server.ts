import { z } from 'zod'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'

const Dispute = z.object({ id: z.string(), status: z.string() })

/** Closes a dispute that the bank has decided. A lost one moves no more money, so only its state tells. */
export async function closeDispute(tx: Tx, payload: unknown, at: Date): Promise<void> {
  const { id, status } = Dispute.parse(payload)
  if (status !== 'won' && status !== 'lost') return
  await tx.dispute.updateMany({ where: { id, state: 'open' }, data: { state: status, closedAt: at } })
}

/** Asks Stripe about every dispute that is open here: the event that closed it may be lost. */
export async function settleDisputes(): Promise<void> {
  const open = await db().dispute.findMany({ where: { state: 'open' }, select: { id: true } })
  for (const { id } of open) {
    const dispute = await stripe().disputes.retrieve(id)
    await inTransaction({ scope: { kind: 'system' } }, (tx) => closeDispute(tx, dispute, now()))
  }
}
