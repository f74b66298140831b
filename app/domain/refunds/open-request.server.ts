import { type OpenedPayment, openPayment } from '#app/domain/gifts/open-payment.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { RequestKind } from './request.ts'

type OpenedRequest = {
  id: string
  kind: RequestKind
  askedBy: string
  disputeId: string | null
  amountCents: bigint | null
  payment: OpenedPayment
}

/**
 * A request before a person's next step, under the lock of its payment. Refuses `request_unknown`, `role_may_not`,
 * `request_is_ended` and `request_is_on_its_way`.
 */
export async function openRequest(
  tx: Tx,
  of: { requestId: string; staff: { id: string; fundIds: string[] } },
): Promise<OpenedRequest> {
  const found = await tx.stripeRequest.findUnique({ where: { id: of.requestId } })
  if (!found) throw new Refusal('request_unknown')
  const kind = found.kind as RequestKind
  const payment = await openPayment(tx, {
    ...{ paymentId: found.paymentId, staff: of.staff },
    action: kind === 'refund' ? 'donations:refund' : 'disputes:answer',
  })
  const steps = await tx.stripeRequestStep.findMany({ where: { requestId: found.id } })
  const has = (...kinds: string[]) => steps.some((step) => kinds.includes(step.kind))
  if (has('withdrawn', 'refused', 'fell_through')) throw new Refusal('request_is_ended')
  if (has('sent', 'confirmed')) throw new Refusal('request_is_on_its_way')
  const { id, askedBy, disputeId, amountCents } = found
  return { id, kind, askedBy, disputeId, amountCents, payment }
}
