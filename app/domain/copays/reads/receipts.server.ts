import type { WhyNot } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { may, type Role } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'
import { whyNotReversal } from '../acts.ts'
import type { ReceiptMethod, ReversalReason } from '../copay.ts'

type Person = { id: string; roles: readonly Role[] }

/** That someone asked to take a receipt back, and how it was decided. */
type ReceiptReversal = {
  id: string
  reason: ReversalReason
  happenedOn: Date
  askedBy: string
  askedAt: Date
  decision: { kind: 'confirmed' | 'withdrawn'; by: string; at: Date } | null
  acts: { confirm: WhyNot; withdraw: WhyNot }
}

type ShownReceipt = {
  id: string
  /** In cents. */
  amount: bigint
  reference: string
  /** Null where it came before that was asked. */
  method: ReceiptMethod | null
  at: Date
  by: string
  reversals: ReceiptReversal[]
  /** The day of the organization on which it was taken back; null while it stands. */
  takenBackOn: Date | null
  takenBackFor: ReversalReason | null
  /** Why this person may not ask now to take it back; null where they may. */
  ask: WhyNot
}

/** Each sum that came of a family's part, the first one first, and what was asked about it since. */
export async function readReceipts(
  tx: Tx,
  of: { agreementId: string; unclaimed: bigint; person: Person },
): Promise<ShownReceipt[]> {
  const { agreementId, unclaimed, person } = of
  const rows = await tx.copayReceipt.findMany({
    where: { agreementId },
    orderBy: { recordedAt: 'asc' },
    include: {
      copayReversals: { orderBy: { recordedAt: 'asc' }, include: { copayReversalDecision: true } },
    },
  })
  const people = rows.flatMap(({ receivedBy, copayReversals }) => [
    receivedBy,
    ...copayReversals.flatMap(({ askedBy, copayReversalDecision: decision }) => [
      askedBy,
      ...(decision ? [decision.decidedBy] : []),
    ]),
  ])
  const names = await namesOf(tx, people)
  return rows.map(({ id, amountCents, reference, method, receivedBy, occurredAt, copayReversals }) => {
    const reversals = copayReversals.map(({ copayReversalDecision: decision, ...one }) => {
      const why = (act: 'confirm' | 'withdraw') =>
        plain(whyNotReversal(act, { askedBy: one.askedBy, isDecided: decision !== null }, person))
      return {
        ...{ id: one.id, reason: one.reason as ReversalReason, happenedOn: one.happenedOn },
        ...{ askedBy: names.get(one.askedBy) ?? '', askedAt: one.occurredAt },
        decision: decision && {
          kind: decision.decision as 'confirmed' | 'withdrawn',
          ...{ by: names.get(decision.decidedBy) ?? '', at: decision.occurredAt },
        },
        acts: { confirm: why('confirm'), withdraw: why('withdraw') },
      }
    })
    const done = reversals.find(({ decision }) => decision?.kind === 'confirmed')
    const stands = reversals.every(({ decision }) => decision?.kind === 'withdrawn')
    return {
      ...{ id, amount: amountCents, reference, at: occurredAt, by: names.get(receivedBy) ?? '', reversals },
      method: method as ReceiptMethod | null,
      ...{ takenBackOn: done?.happenedOn ?? null, takenBackFor: done?.reason ?? null },
      ask: plain(whyNotAsk({ stands, amount: amountCents, unclaimed, person })),
    }
  })
}

function whyNotAsk(of: {
  stands: boolean
  amount: bigint
  unclaimed: bigint
  person: Person
}): Refusal | null {
  if (!may(of.person.roles, 'copays:work')) return new Refusal('role_may_not')
  if (!of.stands) return new Refusal('receipt_is_taken_back_once')
  return of.amount > of.unclaimed ? new Refusal('taken_back_is_still_held', { held: of.unclaimed }) : null
}

const plain = (refusal: Refusal | null): WhyNot => refusal && { code: refusal.code, params: refusal.params }

async function namesOf(tx: Tx, ids: string[]): Promise<Map<string, string>> {
  const staff = await tx.staff.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  return new Map(staff.map(({ id, name }) => [id, name]))
}
