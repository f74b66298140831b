import { Refusal } from '#app/domain/refusal.ts'
import { may, type Role } from '#app/domain/staff/access.ts'
import type { PayoutState } from './copay.ts'

/** Proposed until as many agreed as the fund asks for. */
export type PayoutStanding = { state: PayoutState; proposedBy: string; approverIds: string[] }

type Person = { id: string; roles: readonly Role[] }

export const payoutActs = ['approve', 'pay', 'withdraw'] as const
export type PayoutAct = (typeof payoutActs)[number]

/** Why this person may not do this now, or null where they may. Verbs refuse with it and pages show it. */
export function whyNotPayout(act: PayoutAct, payout: PayoutStanding, person: Person): Refusal | null {
  if (act === 'approve') {
    if (!may(person.roles, 'copays:approve')) return new Refusal('role_may_not')
    if (payout.state !== 'proposed') return new Refusal('payout_step_not_possible')
    if (payout.proposedBy === person.id) return new Refusal('payout_approver_is_not_proposer')
    return payout.approverIds.includes(person.id) ? new Refusal('payout_approvers_are_distinct') : null
  }
  if (act === 'pay') {
    if (!may(person.roles, 'copays:pay')) return new Refusal('role_may_not')
    if (payout.state !== 'approved') return new Refusal('payout_step_not_possible')
    return payout.approverIds.includes(person.id) ? new Refusal('payout_payer_is_not_approver') : null
  }
  if (payout.state === 'paid' || payout.state === 'withdrawn') return new Refusal('payout_step_not_possible')
  const isTheirs = payout.proposedBy === person.id || person.roles.includes('administrator')
  return isTheirs ? null : new Refusal('payout_is_withdrawn_by_its_proposer')
}

export type ReversalStanding = { askedBy: string; isDecided: boolean }

/** The same for taking back what was received: one asks, another confirms. */
export function whyNotReversal(
  act: 'confirm' | 'withdraw',
  reversal: ReversalStanding,
  person: Person,
): Refusal | null {
  if (reversal.isDecided) return new Refusal('taking_back_is_decided_once')
  const answers = may(person.roles, 'copays:approve')
  if (act === 'confirm') {
    if (reversal.askedBy === person.id) return new Refusal('taking_back_is_confirmed_by_another')
    return answers ? null : new Refusal('role_may_not')
  }
  return answers || reversal.askedBy === person.id
    ? null
    : new Refusal('taking_back_is_withdrawn_by_its_people')
}

/** Whoever saw the paper signed does not take the money too. */
export function whyNotReceive(agreement: { witnessedBy: string }, person: Person): Refusal | null {
  if (!may(person.roles, 'copays:receive')) return new Refusal('role_may_not')
  return agreement.witnessedBy === person.id ? new Refusal('receiver_is_not_witness') : null
}
