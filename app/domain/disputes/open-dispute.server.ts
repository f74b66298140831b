import { type OpenedPayment, openPayment } from '#app/domain/gifts/open-payment.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

type Opened = {
  dispute: { id: string; status: string; amountCents: bigint }
  payment: OpenedPayment
}

/** How every act on a dispute begins: its payment locked. Refuses `dispute_unknown` and `role_may_not`. */
export async function openDispute(
  tx: Tx,
  of: { disputeId: string; staff: { id: string; fundIds: string[] } },
): Promise<Opened> {
  const dispute = await tx.disputeCase.findUnique({ where: { id: of.disputeId } })
  const paid = dispute && (await tx.payment.findUnique({ where: { chargeId: dispute.chargeId } }))
  if (!paid) throw new Refusal('dispute_unknown')
  const payment = await openPayment(tx, { paymentId: paid.id, staff: of.staff, action: 'disputes:answer' })
  return { dispute, payment }
}

/** One answer at a time: a bank reads only the first. Refuses `dispute_awaits_an_answer` and `one_request_is_under_way`. */
export async function refuseUnlessAnswerable(tx: Tx, { dispute, payment }: Opened): Promise<void> {
  if (!['needs_response', 'warning_needs_response'].includes(dispute.status))
    throw new Refusal('dispute_awaits_an_answer')
  const open = await tx.$queryRaw<object[]>`
    select from stripe_request r
     where r.payment_id = ${payment.id}::uuid and r.kind <> 'refund' and stripe_request_is_open(r.id)`
  if (open.length > 0) throw new Refusal('one_request_is_under_way')
}
