import type { Person } from '#app/domain/disbursements/acts.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import { type Draw, type EnvelopeStage, type EnvelopeStanding, leftOf, stageOf } from './envelope.ts'

export const envelopeActs = ['approve', 'reject', 'cancel', 'draw'] as const
export type EnvelopeAct = (typeof envelopeActs)[number]

/** Why this person may not do this now, or null where they may. Verbs refuse with it and pages show it. */
export function whyNot(
  act: EnvelopeAct,
  envelope: EnvelopeStanding,
  person: Person,
  at: Date,
): Refusal | null {
  return rules[act](envelope, person, at)
}

type Rule = (envelope: EnvelopeStanding, person: Person, at: Date) => Refusal | null

const rules: Record<EnvelopeAct, Rule> = {
  approve: (envelope, person, at) =>
    lacksRole(person, 'disbursements:approve') ??
    isNot(envelope, ['proposed'], at) ??
    when(envelope.proposedBy === person.id, 'approver_is_not_proposer') ??
    when(envelope.posterIds.includes(person.id), 'envelope_approver_is_no_poster') ??
    when(envelope.approverIds.includes(person.id), 'approvers_are_distinct'),

  reject: (envelope, person, at) =>
    lacksRole(person, 'disbursements:reject') ??
    isNot(envelope, ['proposed'], at) ??
    when(envelope.proposedBy === person.id, 'own_proposal_is_cancelled'),

  // It stops the night at once, so an open envelope can be cancelled whatever became of its draws.
  cancel: (envelope, person, at) =>
    isNot(envelope, ['proposed', 'approved', 'open', 'frozen', 'closing'], at) ??
    when(
      envelope.proposedBy !== person.id && !person.roles.includes('administrator'),
      'cancelled_by_proposer_or_administrator',
    ),

  draw: (envelope, person, at) =>
    lacksRole(person, 'disbursements:pay') ??
    when(!envelope.posterIds.includes(person.id), 'only_a_named_poster_draws') ??
    isNot(envelope, ['open', 'closing'], at) ??
    when(envelope.draws.length >= envelope.bonds, 'draws_stay_within_their_number') ??
    when(leftOf(envelope) === 0n, 'envelope_is_used_up'),
}

/**
 * Why money cannot have been handed over at this moment out of this envelope. What is entered after the close was paid before it:
 * to write a later payment into the span is to sign a time that its receipt denies.
 */
export function whyNotThisMoment(
  { opensAt, closesAt }: EnvelopeStanding,
  { moment, at }: { moment: Date; at: Date },
): Refusal | null {
  if (moment > at) return new Refusal('fact_lies_ahead', {}, 'occurredAt')
  if (moment < opensAt || moment >= closesAt)
    return new Refusal('draw_comes_while_the_envelope_is_open', {}, 'occurredAt')
  return null
}

/** Why this sum cannot be drawn, with what could be. */
export function whyNotThisSum(envelope: EnvelopeStanding, amount: bigint): Refusal | null {
  const { cap } = envelope
  const left = leftOf(envelope)
  if (amount > cap) return new Refusal('draw_stays_below_the_cap', { cap, needed: amount }, 'principal')
  if (amount > left) return new Refusal('draws_stay_within_the_total', { left, needed: amount }, 'principal')
  return null
}

/** A draw is looked at by someone else who follows the fund's bonds, early or late. */
export function whyNotConfirm(draw: Draw, person: Person): Refusal | null {
  return (
    lacksRole(person, 'bonds:follow') ??
    when(draw.confirmed, 'draw_is_confirmed_once') ??
    when(draw.drawnBy === person.id, 'confirmer_is_not_drawer')
  )
}

const when = (broken: boolean, code: string): Refusal | null => (broken ? new Refusal(code) : null)

const lacksRole = (person: Person, action: Action): Refusal | null =>
  when(!may(person.roles, action), 'role_may_not')

function isNot(envelope: EnvelopeStanding, stages: EnvelopeStage[], at: Date): Refusal | null {
  const stage = stageOf(envelope, at)
  return when(!stages.includes(stage), `envelope_is_${stage}`)
}
