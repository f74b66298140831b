import { Refusal } from '#app/domain/refusal.ts'
import { type Action, may, type Role } from '#app/domain/staff/access.ts'
import { type BondKind, type BondState, nextStates, stepsAlong } from './bond.ts'
import { isAsked, isDue } from './chase.ts'
import { mayStillCome } from './recovery.ts'

export type BondStanding = {
  kind: BondKind
  state: string
  paidBy: string
  /** Of a closed bond: whether something that was paid upon calls beyond its deposit has not come back. */
  callsOut?: boolean
}

type Person = { id: string; roles: readonly Role[] }

export const bondActs = [
  'release',
  'move',
  'disposition',
  'return',
  'forfeiture',
  'write_off',
  'chase',
  'recovery',
  'reinstatement',
] as const
export type BondAct = (typeof bondActs)[number]

/** Why this person may not do this now, or null where they may. Verbs refuse with it and pages show it. */
export function whyNot(act: BondAct, bond: BondStanding, person: Person): Refusal | null {
  const { action, byAnotherThanPayer, possible } = rules[act]
  if (!may(person.roles, action)) return new Refusal('role_may_not')
  if (!possible(bond)) return new Refusal('bond_step_not_possible')
  if (byAnotherThanPayer && bond.paidBy === person.id) return new Refusal('return_recorder_is_not_payer')
  return null
}

/** The case is over: for DHS, by the cancellation notice (I-391). */
export const wayToRefundDue: Record<BondKind, readonly BondState[]> = {
  court_bail: ['disposed', 'refund_due'],
  immigration_bond: ['case_ended', 'cancellation_requested', 'cancelled', 'refund_due'],
}

export const wayBack: readonly BondState[] = ['claimed', 'returned', 'closed']

/** `forfeited` by a court, `breached` to DHS: the principal is lost. */
export const lossOf: Record<BondKind, BondState> = { court_bail: 'forfeited', immigration_bond: 'breached' }

/** Moves that an act of its own records, since money moves with them. */
const recordedByAnAct: readonly BondState[] = [
  'released',
  'posted_not_released',
  'disposed',
  'refund_due',
  'returned',
  'forfeited',
  'breached',
  'written_off',
  'remitted',
  'recovered',
]

/** Where the bond may go without any money moving. Out of a rescinded breach its deposit comes back: an act of its own. */
export const plainMoves = (kind: BondKind, state: string): BondState[] =>
  nextStates(kind, state).filter(
    (to) => !recordedByAnAct.includes(to) && !(state === 'rescinded' && to === 'active'),
  )

type BondRule = { action: Action; byAnotherThanPayer?: true; possible: (bond: BondStanding) => boolean }

const rules: Record<BondAct, BondRule> = {
  release: {
    action: 'bonds:follow',
    possible: ({ kind, state }) => nextStates(kind, state).includes('released'),
  },
  move: { action: 'bonds:follow', possible: ({ kind, state }) => plainMoves(kind, state).length > 0 },
  disposition: {
    action: 'bonds:follow',
    possible: ({ kind, state }) => stepsAlong(kind, state, wayToRefundDue[kind]) !== null,
  },
  return: {
    action: 'bonds:return',
    byAnotherThanPayer: true,
    possible: ({ kind, state }) => stepsAlong(kind, state, wayBack) !== null && state !== 'returned',
  },
  forfeiture: {
    action: 'bonds:return',
    byAnotherThanPayer: true,
    possible: ({ kind, state }) => nextStates(kind, state).includes(lossOf[kind]),
  },
  write_off: {
    action: 'bonds:return',
    byAnotherThanPayer: true,
    possible: ({ kind, state }) => nextStates(kind, state).includes('written_off'),
  },
  chase: { action: 'bonds:follow', possible: ({ state }) => isDue(state) || isAsked(state) },
  recovery: {
    action: 'bonds:return',
    byAnotherThanPayer: true,
    possible: mayStillCome,
  },
  reinstatement: {
    action: 'bonds:return',
    byAnotherThanPayer: true,
    possible: ({ state }) => state === 'rescinded',
  },
}
