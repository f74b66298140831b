import { Refusal } from '#app/domain/refusal.ts'
import { type Action, may, type Role } from '#app/domain/staff/access.ts'

/** What decides who may act on an advance now. */
export type AdvanceStanding = {
  posterId: string
  signedOutBy: string
  state: AdvanceState
  /** Cents for which the poster answers. */
  left: bigint
  /** Of these, cents that one person counted back and the other has not signed. */
  unsigned: bigint
}

/** Signed out by one, out after the second, settled when nothing is left; or taken back before it moved. */
export type AdvanceState = 'waiting' | 'out' | 'settled' | 'withdrawn'

export const stateOf = (of: { confirmed: boolean; withdrawn: boolean; left: bigint }): AdvanceState => {
  if (of.withdrawn) return 'withdrawn'
  if (!of.confirmed) return 'waiting'
  return of.left > 0n ? 'out' : 'settled'
}

export const advanceActs = [
  'confirm',
  'withdraw',
  'bring_back',
  'sign_return',
  'dispute_return',
  'withdraw_return',
  'attempt',
] as const
export type AdvanceAct = (typeof advanceActs)[number]

type Person = { id: string; roles: readonly Role[] }

/** Why this person may not do this now, or null where they may. Verbs refuse with it and pages show it. */
export function whyNot(act: AdvanceAct, advance: AdvanceStanding, person: Person): Refusal | null {
  const { action, states, broken } = rules[act]
  if (!may(person.roles, action)) return new Refusal('role_may_not')
  if (!states.includes(advance.state)) return new Refusal(`advance_is_${advance.state}`)
  const code = broken(advance, person.id)
  return code ? new Refusal(code) : null
}

type Rule = {
  action: Action
  states: readonly AdvanceState[]
  broken: (advance: AdvanceStanding, personId: string) => string | null
}

const byAnother = ({ posterId }: AdvanceStanding, id: string): string | null =>
  id === posterId ? 'poster_does_not_count_what_they_bring' : null

const rules: Record<AdvanceAct, Rule> = {
  confirm: {
    action: 'cash:handle',
    states: ['waiting'],
    broken: ({ posterId, signedOutBy }, id) =>
      id === posterId || id === signedOutBy ? 'advance_is_signed_by_two' : null,
  },
  withdraw: { action: 'cash:handle', states: ['waiting'], broken: () => null },
  bring_back: {
    action: 'cash:handle',
    states: ['out'],
    broken: (advance, id) =>
      byAnother(advance, id) ?? (advance.left > advance.unsigned ? null : 'counted_cash_waits_to_be_signed'),
  },
  sign_return: { action: 'cash:handle', states: ['out'], broken: byAnother },
  // Where receipts came in for all of it, what was said to be back can only be denied.
  dispute_return: { action: 'cash:handle', states: ['out', 'settled'], broken: byAnother },
  withdraw_return: { action: 'cash:handle', states: ['out', 'settled'], broken: byAnother },
  attempt: {
    action: 'disbursements:pay',
    states: ['out'],
    broken: ({ posterId }, id) => (id === posterId ? null : 'attempt_is_told_by_its_poster'),
  },
}
