import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { type OpenedPayment, openPayment } from '#app/domain/gifts/open-payment.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { RefundReason } from './request.ts'

export type RefundWish = {
  staff: { id: string; fundIds: string[] }
  paymentId: string
  amount: Cents
  reason: RefundReason
  /** What had been refunded when the person was shown what each fund gives back, in cents. */
  before: bigint
  stepUpId: string
}

/**
 * Asks Stripe to give a gift back, whole or in part, to the card that it came from. Only the request is written here, with
 * the key of the one call; the worker makes the call, and the mirror books what comes of it. Above what the gift's funds
 * let one person do, it waits for another.
 *
 * Refuses `gift_unknown`, `role_may_not`, `no_refund_of_a_disputed_gift`, `one_request_is_under_way`,
 * `refund_stays_within_the_gift`, `refund_preview_is_old`, `refund_is_too_late`, `refund_needs_a_second_person` and
 * `step_up_is_fresh_and_bound`.
 */
export async function refundPayment(
  wish: RefundWish,
): Promise<{ requestId: string; needsConfirmation: boolean }> {
  const { staff, paymentId, amount, reason, stepUpId } = wish
  const detail = { amountCents: amount.toString(), reason }
  const of = { staff, action: 'refund.asked', subject: 'payment', subjectId: paymentId, detail }
  return attempt(of, async (tx) => {
    const payment = await openPayment(tx, { paymentId, staff, action: 'donations:refund' })
    await refuseUnlessRefundable(tx, payment, wish)
    await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.refund(wish) })

    const { id: requestId, needsConfirmation } = await tx.stripeRequest.create({
      data: {
        ...{ paymentId, kind: 'refund', amountCents: amount, reason },
        // The database says whether it needs one.
        ...{ needsConfirmation: true, askedBy: staff.id, stepUpId, occurredAt: now() },
      },
      select: { id: true, needsConfirmation: true },
    })
    if (needsConfirmation) await refuseWithoutAnother(tx, { staffId: staff.id, paymentId })
    else await enqueue(tx, 'stripe.request', { requestId })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'refund.asked',
      ...{ subject: 'payment', subjectId: paymentId, fundId: payment.fundId },
      detail: { ...detail, requestId, alone: !needsConfirmation },
    })
    for (const { fundId } of payment.parts) {
      await tellAdministrators(tx, {
        ...{ fundId, event: 'refund_asked', by: staff.id, key: requestId, amountCents: amount },
        path: `/admin/gifts/${paymentId}`,
      })
    }
    return { requestId, needsConfirmation }
  })
}

async function refuseUnlessRefundable(tx: Tx, payment: OpenedPayment, wish: RefundWish): Promise<void> {
  const [standing] = await tx.$queryRaw<{ dispute: string | null; left: bigint; days: number | null }[]>`
    select dispute_of_payment(${payment.id}::uuid) as dispute, refundable_cents(${payment.id}::uuid) as left,
           (select min(f.days) from donation d cross join lateral refund_policy_at(d.fund_id, ${payment.occurredAt}) f
             where d.payment_id = ${payment.id}::uuid)::int as days`
  if (standing?.dispute) throw new Refusal('no_refund_of_a_disputed_gift')
  const open = await tx.$queryRaw<object[]>`
    select from stripe_request r where r.payment_id = ${payment.id}::uuid and r.kind = 'refund' and stripe_request_is_open(r.id)`
  if (open.length > 0) throw new Refusal('one_request_is_under_way')
  const left = standing?.left ?? 0n
  if (wish.amount <= 0n || wish.amount > left)
    throw new Refusal('refund_stays_within_the_gift', { left }, 'amount')
  if (wish.before !== payment.refundedCents) throw new Refusal('refund_preview_is_old')
  const days = standing?.days ?? null
  if (days !== null && now().getTime() - payment.occurredAt.getTime() > days * 86_400_000)
    throw new Refusal('refund_is_too_late', { days })
}

/** A request that nobody else could confirm would wait for ever. */
async function refuseWithoutAnother(tx: Tx, of: { staffId: string; paymentId: string }): Promise<void> {
  const others = await tx.$queryRaw<object[]>`
    select from staff s where s.id <> ${of.staffId}::uuid
      and payment_is_theirs(s.id, ${of.paymentId}::uuid, array['treasurer', 'administrator']) limit 1`
  if (others.length === 0) throw new Refusal('refund_needs_a_second_person')
}
