import { closeDispute } from '#app/domain/stripe-mirror/settle-disputes.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'

/**
 * Asks Stripe how a dispute stands and keeps it: until when an answer counts, and what became of it. Events only ring for
 * this, so it does not matter which of them came, how often and in which order.
 */
export async function lookAtDispute({ disputeId }: { disputeId: string }): Promise<void> {
  const seenAt = now()
  const dispute = await stripe().disputes.retrieve(disputeId)
  const chargeId = typeof dispute.charge === 'string' ? dispute.charge : dispute.charge.id
  const dueBy = dispute.evidence_details.due_by
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await tx.$executeRaw`
      insert into dispute_case (id, charge_id, amount_cents, reason, status, due_by, evidence_count, created_at, seen_at)
      values (${dispute.id}, ${chargeId}, ${BigInt(dispute.amount)}, ${dispute.reason}, ${dispute.status},
              ${dueBy ? new Date(dueBy * 1000) : null}, ${dispute.evidence_details.submission_count},
              ${new Date(dispute.created * 1000)}, ${seenAt})
      on conflict (id) do update set amount_cents = excluded.amount_cents, reason = excluded.reason, status = excluded.status,
         due_by = excluded.due_by, evidence_count = excluded.evidence_count, seen_at = excluded.seen_at
       where dispute_case.seen_at <= excluded.seen_at
         and (dispute_case.status not in ('won', 'lost', 'warning_closed')
              -- Lost, and given back later all the same.
              or (dispute_case.status = 'lost' and excluded.status = 'won'))`
    await closeDispute(tx, dispute, seenAt)
  })
}
