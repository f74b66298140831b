import {
  allowsPosting,
  approvalHadEnded,
  moneyIsUnderWay,
  type Preparation,
} from '#app/domain/bond-preparation/preparation.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { type Action, may, type Role } from '#app/domain/staff/access.ts'

/** What decides who may act on a disbursement now. */
export type Standing = {
  state: string
  proposedBy: string
  approverIds: string[]
  expiresAt: Date
  /** Whether cash that was signed out for it is with a poster: until it is paid or back, it neither expires nor is cancelled. */
  cashIsOut: boolean
  /** Where the steps before posting stand. */
  preparation: Preparation
  /** To whom it was given to post; null where to nobody. */
  posterId: string | null
  /** Of a part of a bond that funds share: whether another part of it ended without being paid. Null for all others. */
  shared: { id: string; over: boolean } | null
}

export type Person = { id: string; roles: readonly Role[] }

export const acts = ['approve', 'reject', 'pay', 'cancel', 'amend'] as const
export type Act = (typeof acts)[number]

/** Why this person may not do this now, or null where they may. Verbs refuse with it and pages show it. */
export function whyNot(act: Act, standing: Standing, person: Person, at: Date): Refusal | null {
  return rules[act](standing, person, at)
}

type Rule = (standing: Standing, person: Person, at: Date) => Refusal | null

const rules: Record<Act, Rule> = {
  approve: (standing, person, at) =>
    lacksRole(person, 'disbursements:approve') ??
    isNot(standing, ['proposed']) ??
    when(standing.proposedBy === person.id, 'approver_is_not_proposer') ??
    when(standing.approverIds.includes(person.id), 'approvers_are_distinct') ??
    when(standing.shared?.over === true, 'shared_bond_is_over') ??
    hasExpired(standing, at),

  reject: (standing, person) =>
    lacksRole(person, 'disbursements:reject') ??
    isNot(standing, ['proposed']) ??
    when(standing.proposedBy === person.id, 'own_proposal_is_cancelled'),

  pay: (standing, person, at) =>
    lacksRole(person, 'disbursements:pay') ??
    isNot(standing, ['approved']) ??
    when(standing.approverIds.includes(person.id), 'payer_is_not_approver') ??
    when(paysOnlyAsPoster(person) && standing.posterId !== person.id, 'poster_pays_what_is_assigned') ??
    when(standing.shared !== null, 'shared_part_is_paid_with_the_whole') ??
    when(!allowsPosting(standing.preparation), 'preparation_does_not_allow_posting') ??
    (hasExpired(standing, at) && approvalHadEnded()),

  cancel: (standing, person) =>
    isNot(standing, ['proposed', 'approved']) ??
    when(
      standing.proposedBy !== person.id && !person.roles.includes('administrator'),
      'cancelled_by_proposer_or_administrator',
    ) ??
    when(standing.cashIsOut, 'cash_is_out_for_it') ??
    when(moneyIsUnderWay(standing.preparation), 'money_is_under_way'),

  amend: (standing, person, at) =>
    lacksRole(person, 'disbursements:propose') ??
    isNot(standing, ['proposed']) ??
    when(standing.proposedBy !== person.id, 'amended_by_its_proposer') ??
    when(standing.approverIds.length > 0, 'approved_disbursement_is_frozen') ??
    when(standing.shared !== null, 'shared_part_is_not_amended') ??
    hasExpired(standing, at),
}

/** Why this person may not say where the court lies: what its proposer says before anyone approved, the others see. */
export const whyNotSaid = (standing: Standing, person: Person): Refusal | null =>
  lacksRole(person, 'disbursements:propose') ??
  when(standing.proposedBy !== person.id, 'place_is_said_by_its_proposer') ??
  when(standing.state !== 'proposed' || standing.approverIds.length > 0, 'place_is_said_before_approval')

/**
 * The judge may lower a bond and the kiosk takes a percentage; above what was approved, or to someone who was not, is a new
 * approval.
 */
export function whyNotThisPayment(
  paid: { principal: Cents; fees: Cents; payee: string },
  approved: { principalCeiling: Cents; feesCeiling: Cents; payees: string[] },
): Refusal | null {
  const { principalCeiling, feesCeiling, payees } = approved
  if (paid.principal > principalCeiling) {
    return new Refusal('principal_above_ceiling', { ceiling: principalCeiling }, 'principal')
  }
  if (paid.fees > feesCeiling) return new Refusal('fees_above_ceiling', { ceiling: feesCeiling }, 'fees')
  if (paid.principal === 0n) return new Refusal('principal_missing', {}, 'principal')
  return payees.includes(paid.payee) ? null : new Refusal('payee_not_approved', {}, 'payee')
}

/** Throws what a rule said. */
export function refuse(refusal: Refusal | null): void {
  if (refusal) throw refusal
}

const when = (broken: boolean, code: string): Refusal | null => (broken ? new Refusal(code) : null)

const lacksRole = (person: Person, action: Action): Refusal | null =>
  when(!may(person.roles, action), 'role_may_not')

/** Whether they pay what was given to them to post, and nothing else. */
export const paysOnlyAsPoster = ({ roles }: Pick<Person, 'roles'>): boolean =>
  !may(
    roles.filter((role) => role !== 'poster'),
    'disbursements:pay',
  )

const isNot = (standing: Standing, states: string[]): Refusal | null =>
  when(!states.includes(standing.state), `disbursement_is_${standing.state}`)

const hasExpired = (standing: Standing, at: Date): Refusal | null =>
  when(
    !standing.cashIsOut && !moneyIsUnderWay(standing.preparation) && standing.expiresAt <= at,
    'approval_comes_before_expiry',
  )
