import { maskEmail } from '#app/domain/gifts/mask-email.ts'
import type { Tx } from '#app/platform/db.ts'
import { type RequestKind, type RequestState, type StepKind, stateOfRequest } from './request.ts'

export type ListedRequest = {
  id: string
  kind: RequestKind
  state: RequestState
  disputeId: string | null
  amountCents: bigint | null
  reason: string | null
  evidence: Record<string, string> | null
  needsConfirmation: boolean
  askedById: string
  askedBy: string
  askedAt: Date
  steps: { kind: StepKind; by: string | null; code: string | null; stripeId: string | null; at: Date }[]
}

/** What staff asked Stripe to do with a payment, the newest first, with where each stands. */
export async function requestsOfPayment(tx: Tx, paymentId: string): Promise<ListedRequest[]> {
  const requests = await tx.stripeRequest.findMany({
    where: { paymentId },
    include: { stripeRequestSteps: { orderBy: { recordedAt: 'asc' } } },
    orderBy: { recordedAt: 'desc' },
  })
  const refunds = await tx.refund.findMany({
    where: { paymentId },
    select: { id: true, failedTxnId: true },
  })
  const people = [
    ...requests.map(({ askedBy }) => askedBy),
    ...requests.flatMap(({ stripeRequestSteps }) =>
      stripeRequestSteps.flatMap(({ actedBy }) => actedBy ?? []),
    ),
  ]
  const known = await tx.staff.findMany({ where: { id: { in: people } }, select: { id: true, name: true } })
  const nameOf = (id: string) => known.find((person) => person.id === id)?.name ?? ''
  return requests.map((request) => {
    const { stripeRequestSteps: steps } = request
    const refund = refunds.find(({ id }) => steps.some(({ stripeId }) => stripeId === id))
    return {
      ...{ id: request.id, kind: request.kind as RequestKind, disputeId: request.disputeId },
      ...{ amountCents: request.amountCents, reason: request.reason },
      evidence: masked(request.evidence as Record<string, string> | null),
      ...{ needsConfirmation: request.needsConfirmation, askedById: request.askedBy },
      ...{ askedBy: nameOf(request.askedBy), askedAt: request.occurredAt },
      state: stateOfRequest({
        needsConfirmation: request.needsConfirmation,
        steps: steps.map(({ kind }) => kind),
        booked: refund ? (refund.failedTxnId ? 'failed' : 'booked') : null,
      }),
      steps: steps.map(({ kind, actedBy, code, stripeId, occurredAt }) => ({
        ...{ kind: kind as StepKind, by: actedBy && nameOf(actedBy), code, stripeId, at: occurredAt },
      })),
    }
  })
}

/** A donor's address is shown where someone asks for it, and who asked is kept. */
function masked(evidence: Record<string, string> | null): Record<string, string> | null {
  const email = evidence?.customer_email_address
  return evidence && email ? { ...evidence, customer_email_address: maskEmail(email) } : evidence
}
