import type { Tx } from '#app/platform/db.ts'

/** A booked payment with its parts in fund order: how it was divided is how what follows divides. Cents. */
export type BookedPayment = {
  id: string
  parts: { fundId: string; giftCents: bigint; feeCoverCents: bigint; feesPaidByFund: boolean }[]
  refundedCents: bigint
}

/** The payment of a charge, locked, so that two refunds of it are divided one after the other. Null where none was booked. */
export async function paymentOfCharge(tx: Tx, chargeId: string | null): Promise<BookedPayment | null> {
  if (!chargeId) return null
  const [payment] = await tx.$queryRaw<{ id: string }[]>`
    select id from payment where charge_id = ${chargeId}`
  if (!payment) return null
  // Payments are append-only for this role, which a row lock would contradict.
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${payment.id}, 0))::text`
  const parts = await tx.$queryRaw<{ fund_id: string; gift: bigint; cover: bigint; fees_paid_by: string }[]>`
    select d.fund_id, d.gift_cents as gift, d.fee_cover_cents as cover, f.fees_paid_by
      from donation d join fund f on f.id = d.fund_id where d.payment_id = ${payment.id}::uuid order by d.fund_id`
  const [refunded] = await tx.$queryRaw<{ cents: bigint }[]>`
    select coalesce(sum(amount_cents), 0)::bigint as cents from refund
     where payment_id = ${payment.id}::uuid and failed_txn_id is null`
  return {
    id: payment.id,
    refundedCents: refunded?.cents ?? 0n,
    parts: parts.map((part) => ({
      fundId: part.fund_id,
      giftCents: part.gift,
      feeCoverCents: part.cover,
      feesPaidByFund: part.fees_paid_by === 'fund',
    })),
  }
}
