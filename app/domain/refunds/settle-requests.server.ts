import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'

type Unsettled = { id: string; paymentId: string; stripeId: string | null; amountCents: bigint }

/**
 * Once a night: a refund that Stripe took and gave up without moving money ends, or it would wait for its booking for ever;
 * a request whose sending stopped being tried is tried again.
 */
export async function settleRequests(): Promise<void> {
  const unsettled = await inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<Unsettled[]>`
      select r.id, r.payment_id as "paymentId", r.amount_cents as "amountCents",
             (select a.stripe_id from stripe_request_step a where a.request_id = r.id and a.kind = 'at_stripe') as "stripeId"
        from stripe_request r join stripe_request_step s on s.request_id = r.id and s.kind = 'sent'
       where stripe_request_is_open(r.id) order by r.recorded_at`,
  )
  for (const request of unsettled) await settle(request)
}

async function settle({ id, paymentId, stripeId, amountCents }: Unsettled): Promise<void> {
  const system = { scope: { kind: 'system' } } as const
  if (!stripeId) {
    await inTransaction(system, (tx) =>
      enqueue(tx, 'stripe.request', { requestId: id }, { key: `stripe.request:${id}` }),
    )
    return
  }
  const refund = await stripe().refunds.retrieve(stripeId)
  const gaveUp = (refund.status === 'failed' || refund.status === 'canceled') && !refund.balance_transaction
  if (!gaveUp) return
  const funds = await db().donation.findMany({ where: { paymentId }, select: { fundId: true } })
  await inTransaction(system, async (tx) => {
    const { count } = await tx.stripeRequestStep.createMany({
      data: {
        requestId: id,
        kind: 'fell_through',
        code: refund.failure_reason ?? refund.status,
        occurredAt: now(),
      },
      skipDuplicates: true,
    })
    if (count === 0) return
    for (const { fundId } of funds) {
      await tellAdministrators(tx, {
        ...{ fundId, event: 'request_refused', by: null, key: `${id}:gave-up`, amountCents },
        path: `/admin/gifts/${paymentId}`,
      })
    }
  })
}
