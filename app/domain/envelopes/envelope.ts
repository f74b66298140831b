import type { Cents } from '#app/domain/money/cents.ts'

/** Bail and immigration bonds: each is a purpose of its own kind. Nothing else is drawn at night. */
export const envelopePurposes = ['court_bail', 'immigration_bond'] as const
export type EnvelopePurpose = (typeof envelopePurposes)[number]

export const isEnvelopePurpose = (code: string): code is EnvelopePurpose =>
  envelopePurposes.some((each) => each === code)

/** Reasons stand in logs that nobody can erase, so they are codes: a sentence could name a person. */
export const envelopeRejectionReasons = ['too_much', 'wrong_people', 'not_now'] as const
export type EnvelopeRejectionReason = (typeof envelopeRejectionReasons)[number]

export const envelopeCancellationReasons = ['no_longer_needed', 'entered_wrongly', 'stop_now'] as const
export type EnvelopeCancellationReason = (typeof envelopeCancellationReasons)[number]

const hour = 60 * 60 * 1000
export const longestEnvelope = 72 * hour
export const longestAhead = 14 * 24 * hour
export const mostBonds = 50
export const mostPosters = 10

/** All that an approval binds. Posters and purposes are sets: their order says nothing. */
export type EnvelopeContent = {
  fundId: string
  total: Cents
  /** Of one draw, fees included. */
  cap: Cents
  bonds: number
  purposeCodes: EnvelopePurpose[]
  posterIds: string[]
  opensAt: Date
  closesAt: Date
}

export type Draw = { drawnBy: string; amount: bigint; confirmBy: Date; confirmed: boolean }

/** What decides what may be done with an envelope now. */
export type EnvelopeStanding = {
  proposedBy: string
  approverIds: string[]
  posterIds: string[]
  /** Its total is set aside. */
  setAside: boolean
  ending: string | null
  opensAt: Date
  closesAt: Date
  /** Until then what was handed over before it closed may still be entered, and its rest stays set aside. */
  enteredUntil: Date
  total: bigint
  cap: bigint
  bonds: number
  draws: Draw[]
}

export type EnvelopeStage =
  | 'proposed'
  | 'approved'
  | 'open'
  | 'frozen'
  | 'closing'
  | 'closed'
  | 'rejected'
  | 'cancelled'
  | 'expired'

/** Where an envelope stands at a moment: its records say it, and the clock between them. */
export function stageOf(envelope: EnvelopeStanding, at: Date): EnvelopeStage {
  if (envelope.ending) return envelope.ending as EnvelopeStage
  if (!envelope.setAside) return at >= envelope.opensAt ? 'expired' : 'proposed'
  if (at >= envelope.enteredUntil) return 'closed'
  if (isFrozen(envelope, at)) return 'frozen'
  if (at >= envelope.closesAt) return 'closing'
  return at < envelope.opensAt ? 'approved' : 'open'
}

export const isOverdue = ({ confirmed, confirmBy }: Draw, at: Date): boolean => !confirmed && confirmBy <= at

const isFrozen = ({ draws }: EnvelopeStanding, at: Date): boolean => draws.some((draw) => isOverdue(draw, at))

/** How long after it was handed over a draw was entered, in milliseconds. One that was entered at once is entered within its minute. */
export const enteredLate = ({
  occurredAt,
  enteredAt,
}: {
  occurredAt: Date
  enteredAt: Date | null
}): number => (enteredAt ? enteredAt.getTime() - occurredAt.getTime() : 0)

/** What is still there to draw, in cents. */
export const leftOf = ({ setAside, total, draws }: EnvelopeStanding): bigint =>
  setAside ? draws.reduce((left, { amount }) => left - amount, total) : 0n

/** What it keeps from being committed otherwise: until it is ended and every draw is confirmed. */
export const heldBy = (envelope: EnvelopeStanding): bigint =>
  envelope.ending && envelope.draws.every(({ confirmed }) => confirmed) ? 0n : leftOf(envelope)

/** What one draw can be at most now. */
export function mostToDraw({ cap, left }: { cap: bigint; left: bigint }): bigint {
  if (left < cap) return left
  return cap
}
