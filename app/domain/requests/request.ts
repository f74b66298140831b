import type { Action } from '#app/domain/staff/access.ts'
import { type RequestState, requestTransitions } from './states.ts'

/** How a fund takes requests: by the public form, by telephone and partners only, or not at all. */
export const intakeModes = ['public_form', 'partners_only', 'off'] as const
export type IntakeMode = (typeof intakeModes)[number]

/** How a request came. All but the public form are entered by a person of staff. */
export const requestSources = ['public_form', 'telephone', 'walk_in', 'lawyer', 'court', 'partner'] as const
export type RequestSource = (typeof requestSources)[number]
export type EnteredSource = Exclude<RequestSource, 'public_form'>
export const enteredSources: readonly EnteredSource[] = ['telephone', 'walk_in', 'lawyer', 'court', 'partner']

export const askers = ['self', 'family', 'friend', 'lawyer', 'other'] as const
export const personKnows = ['yes', 'no', 'unsure'] as const

/** Reasons stand in a record that nobody can erase, so they are codes from a list. A state without a list needs none. */
const reasonsFor = {
  declined: ['outside_purpose', 'no_money_now', 'cannot_post_there', 'another_fund_helps', 'could_not_reach'],
  ineligible: ['held_elsewhere', 'not_held', 'outside_purpose'],
  withdrawn: ['asker_said', 'person_said', 'could_not_reach'],
  released_otherwise: ['asker_said', 'jail_said', 'court_said'],
  no_bond_available: ['no_bond_set', 'bond_denied', 'other_hold'],
  waitlisted: ['money_short', 'people_short'],
} as const satisfies Partial<Record<RequestState, readonly string[]>>

export const reasonsOf = (to: string): readonly string[] =>
  Object.hasOwn(reasonsFor, to) ? reasonsFor[to as keyof typeof reasonsFor] : []

/** Why a request ends that still waited when its person went: nobody touched it for `daysKept`, or somebody erased them by hand. */
export const erasureReasons = { byTheClock: 'nothing_for_sixty_days', byHand: 'person_erased' } as const
export const daysKept = 60

/** Moves that answer the asker are made by those who decide; the others follow the request. */
const decisions: readonly string[] = ['approved', 'waitlisted', 'declined'] satisfies RequestState[]

export const actionFor = (to: string): Action =>
  decisions.includes(to) ? 'requests:decide' : 'requests:work'

export const movesFrom = (state: string): readonly RequestState[] =>
  Object.hasOwn(requestTransitions, state) ? requestTransitions[state as RequestState] : []

export const workMoves = states((to) => actionFor(to) === 'requests:work' && to !== 'referred')
export const decisionMoves = states((to) => actionFor(to) === 'requests:decide')

function states(wanted: (state: RequestState) => boolean): RequestState[] {
  return (Object.keys(requestTransitions) as RequestState[]).filter(wanted)
}

/** Which calls there are: one for each thing that the asker must hear from a person. */
const callsAfter = {
  referred: 'received',
  waitlisted: 'waitlisted',
  declined: 'declined',
  // The same no, for another reason: they hear it from a person too, and where else to ask.
  ineligible: 'declined',
  approved: 'approved',
} as const satisfies Partial<Record<RequestState, string>>

/** What is told of the money's way, once the bond is posted: who meets them at the door, that they are not out, that it is back. */
export type BondCall = 'posted' | 'not_released' | 'money_returned'

/** Who meets them at the door is asked before they are through it; money that is back can wait until the next day. */
export const hoursToTell: Record<BondCall, number> = { posted: 1, not_released: 4, money_returned: 24 }

export type CallKind = (typeof callsAfter)[keyof typeof callsAfter] | BondCall

export const callAfter = (state: string): CallKind | null =>
  Object.hasOwn(callsAfter, state) ? callsAfter[state as keyof typeof callsAfter] : null

export const callOutcomes = ['reached', 'voicemail', 'no_answer', 'number_wrong', 'not_needed'] as const
export type CallOutcome = (typeof callOutcomes)[number]

/** So often a number is tried before someone has to think of another way. */
export const mostTries = 3

/** Groups that people look for, in the order of a request's life. */
export const requestGroups = {
  new: ['referred'],
  screening: ['screening'],
  decision: ['recommended'],
  waiting: ['waitlisted', 'no_bond_available'],
  approved: ['approved'],
  over: ['declined', 'withdrawn', 'ineligible', 'released_otherwise', 'closed'],
} as const satisfies Record<string, readonly RequestState[]>

export type RequestGroup = keyof typeof requestGroups
export const requestGroupNames = Object.keys(requestGroups) as RequestGroup[]

/**
 * The calls of intake that would say what is no longer so once a request is in this state: a yes, a no or a place in line is of
 * the state before. That the request came is said until there is an answer to tell, or the request is over.
 */
export function callsMadeUntrueBy(to: RequestState): readonly CallKind[] {
  const all: readonly CallKind[] = Object.values(callsAfter)
  const isOver = (requestGroups.over as readonly string[]).includes(to)
  return callAfter(to) || isOver ? all : all.filter((kind) => kind !== 'received')
}
