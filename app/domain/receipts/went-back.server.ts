import type { Tx } from '#app/platform/db.ts'

/** What went back of a gift: refunds that stand, at Stripe or here, and disputes that were lost, in cents. */
export async function wentBack(tx: Tx, paymentId: string): Promise<{ refunded: bigint; lost: bigint }> {
  const [row] = await tx.$queryRaw<{ refunded: bigint; lost: bigint }[]>`
    select coalesce((select sum(f.amount_cents) from gift_refund f where f.payment_id = p.id), 0)::bigint as refunded,
           coalesce((select sum(d.amount_cents) from dispute d where d.payment_id = p.id and d.state = 'lost'), 0)::bigint as lost
      from payment p where p.id = ${paymentId}::uuid`
  return { refunded: row?.refunded ?? 0n, lost: row?.lost ?? 0n }
}
