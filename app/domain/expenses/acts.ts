import { Refusal } from '#app/domain/refusal.ts'
import { type Action, may, type Role } from '#app/domain/staff/access.ts'
import type { ExpenseKind } from './expense.ts'

/** Claimed, then approved by as many as the fund asks for and owed from there, then paid; or rejected. */
export type ExpenseState = 'claimed' | 'approved' | 'paid' | 'rejected'

/** What decides who may act on an expense now. */
export type ExpenseStanding = {
  kind: ExpenseKind
  state: ExpenseState
  claimedBy: string
  approverIds: string[]
}

export const stateOf = (of: { booked: boolean; paid: boolean; rejected: boolean }): ExpenseState => {
  if (of.rejected) return 'rejected'
  if (of.paid) return 'paid'
  return of.booked ? 'approved' : 'claimed'
}

export const expenseActs = ['approve', 'reject', 'pay', 'settle'] as const
export type ExpenseAct = (typeof expenseActs)[number]

type Person = { id: string; roles: readonly Role[] }

/** Why this person may not do this now, or null where they may. Verbs refuse with it and pages show it. */
export function whyNot(act: ExpenseAct, expense: ExpenseStanding, person: Person): Refusal | null {
  const { action, state, broken } = rules[act]
  if (!may(person.roles, action)) return new Refusal('role_may_not')
  if (expense.state !== state) return new Refusal(`expense_is_${expense.state}`)
  const code = broken(expense, person.id)
  return code ? new Refusal(code) : null
}

/** What a card paid at a kiosk was approved before it was charged: whoever approved it does not pay it either, as at the window. */
export function whyNotCharge(
  charge: { isSettled: boolean; approverIds: string[] },
  person: Person,
): Refusal | null {
  if (!may(person.roles, 'expenses:pay')) return new Refusal('role_may_not')
  if (charge.isSettled) return new Refusal('expense_is_paid')
  return charge.approverIds.includes(person.id) ? new Refusal('charge_is_paid_by_no_approver') : null
}

type Rule = {
  action: Action
  state: ExpenseState
  broken: (expense: ExpenseStanding, personId: string) => string | null
}

const paidBy =
  (kind: ExpenseKind): Rule['broken'] =>
  (expense, id) => {
    if (expense.kind !== kind) return 'expense_payment_is_of_one_debt'
    return expense.claimedBy === id || expense.approverIds.includes(id)
      ? 'expense_is_paid_by_a_third_person'
      : null
  }

const rules: Record<ExpenseAct, Rule> = {
  approve: {
    action: 'expenses:approve',
    state: 'claimed',
    broken: ({ claimedBy, approverIds }, id) => {
      if (claimedBy === id) return 'claimant_does_not_decide'
      return approverIds.includes(id) ? 'expense_approvers_are_distinct' : null
    },
  },
  reject: {
    action: 'expenses:approve',
    state: 'claimed',
    broken: ({ claimedBy }, id) => (claimedBy === id ? 'claimant_does_not_decide' : null),
  },
  pay: { action: 'expenses:pay', state: 'approved', broken: paidBy('reimbursement') },
  settle: { action: 'expenses:pay', state: 'approved', broken: paidBy('card') },
}
