import { Refusal } from '#app/domain/refusal.ts'

/** Why these figures cannot be, seen before anyone proves their presence for them; the verbs judge anew under the lock. */
export const moreThanIsDue = (of: { due: bigint; received: bigint; kept: bigint }): Refusal | null =>
  of.received + of.kept > of.due
    ? new Refusal('return_exceeds_due', { due: of.due, entered: of.received + of.kept }, 'received')
    : null

export const moreThanWasLost = (of: { left: bigint; received: bigint }): Refusal | null =>
  of.received > of.left
    ? new Refusal('recovery_stays_within_the_loss', { left: of.left, entered: of.received }, 'received')
    : null
