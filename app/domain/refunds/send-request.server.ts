import { isStripeError } from '#app/domain/donations/reaching-stripe.ts'
import { lockPayment } from '#app/domain/gifts/lock-payment.server.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { enqueue, ringSweep } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { askStripe, foundAtStripe, type Sending } from './ask-stripe.server.ts'
import type { RequestKind } from './request.ts'

/** What became of the call: Stripe's id of what it made, or its reason for not doing it. */
type Outcome = { kind: 'at_stripe'; stripeId: string } | { kind: 'refused'; code: string }

/** Stripe keeps a key for 24 hours. After that a repeated call would be a second one. */
const keyLives = 23 * 3_600_000

/**
 * Makes the one call of a request. That it is being made is committed before it; what came of it after it. An end that
 * nobody saw is looked up first, then repeated under the same key, and once the key is forgotten only looked up: never a
 * second call. Throws to be tried again.
 */
export async function sendRequest({ requestId }: { requestId: string }): Promise<void> {
  const sending = await inTransaction({ scope: { kind: 'system' } }, (tx) => begin(tx, requestId))
  if (!sending) return
  const outcome = await outcomeOf(sending)
  await inTransaction({ scope: { kind: 'system' } }, (tx) => record(tx, sending, outcome))
}

/** Null where there is nothing to send: not confirmed, withdrawn, or answered already. */
async function begin(
  tx: Tx,
  requestId: string,
): Promise<(Sending & { isFirst: boolean; sentAt: Date }) | null> {
  const request = await tx.stripeRequest.findUnique({
    where: { id: requestId },
    include: { stripeRequestSteps: true },
  })
  if (!request) return null
  const { paymentId } = request
  await lockPayment(tx, paymentId)
  const steps = await tx.stripeRequestStep.findMany({ where: { requestId } })
  const step = (kind: string) => steps.find((one) => one.kind === kind)
  const isAnswered = ['withdrawn', 'at_stripe', 'refused', 'fell_through'].some(step)
  if (isAnswered || (request.needsConfirmation && !step('confirmed'))) return null

  const sentBefore = step('sent')
  const sentAt = sentBefore?.occurredAt ?? now()
  if (!sentBefore)
    await tx.stripeRequestStep.create({ data: { requestId, kind: 'sent', occurredAt: sentAt } })
  const { chargeId } = await tx.payment.findUniqueOrThrow({
    where: { id: paymentId },
    select: { chargeId: true },
  })
  if (chargeId === null) throw new Error('Stripe is asked about a gift that it did not take')
  return {
    ...{ id: requestId, kind: request.kind as RequestKind, paymentId, chargeId },
    ...{ amountCents: request.amountCents, reason: request.reason, disputeId: request.disputeId },
    evidence: request.evidence as Record<string, string> | null,
    ...{ isFirst: !sentBefore, sentAt },
  }
}

async function outcomeOf(sending: Sending & { isFirst: boolean; sentAt: Date }): Promise<Outcome> {
  if (!sending.isFirst) {
    const stripeId = await foundAtStripe(sending)
    if (stripeId) return { kind: 'at_stripe', stripeId }
    const isTooOld = now().getTime() - sending.sentAt.getTime() > keyLives
    if (isTooOld) return { kind: 'refused', code: 'never_arrived' }
  }
  // Its giver was erased since it was prepared, and its words with them.
  if (sending.kind === 'evidence' && Object.keys(sending.evidence ?? {}).length === 0)
    return { kind: 'refused', code: 'giver_was_erased' }
  try {
    return { kind: 'at_stripe', stripeId: await askStripe(sending) }
  } catch (error) {
    // Only Stripe's own "no" to what was asked is an end. All else leaves open what happened, and is tried again.
    if (isStripeError(error) && error.type === 'StripeInvalidRequestError')
      return { kind: 'refused', code: (error.code ?? 'invalid_request').slice(0, 100) }
    throw error
  }
}

async function record(
  tx: Tx,
  { id, paymentId, disputeId, amountCents }: Sending,
  outcome: Outcome,
): Promise<void> {
  await lockPayment(tx, paymentId)
  const answered = await tx.stripeRequestStep.count({
    where: { requestId: id, kind: { in: ['at_stripe', 'refused'] } },
  })
  // The mirror may have read it first.
  if (answered > 0) return
  await tx.stripeRequestStep.create({ data: { requestId: id, ...outcome, occurredAt: now() } })
  if (disputeId) await enqueue(tx, 'dispute.look', { disputeId })
  else await ringSweep(tx)
  if (outcome.kind === 'refused') await tellOfRefused(tx, { id, paymentId, amountCents })
}

async function tellOfRefused(
  tx: Tx,
  of: { id: string; paymentId: string; amountCents: bigint | null },
): Promise<void> {
  const funds = await tx.donation.findMany({ where: { paymentId: of.paymentId }, select: { fundId: true } })
  for (const { fundId } of funds) {
    await tellAdministrators(tx, {
      ...{ fundId, event: 'request_refused', by: null, key: of.id },
      ...(of.amountCents ? { amountCents: of.amountCents } : {}),
      path: `/admin/gifts/${of.paymentId}`,
    })
  }
}
