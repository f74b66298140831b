import type { Role } from '#app/domain/staff/access.ts'
import { may } from '#app/domain/staff/access.ts'

/** From a sum of ceilings on, so many others must say yes. */
export type Step = { fromCents: bigint; approvals: number }

/** What a fund lets through, and with how many people. */
export type Limits = {
  /** The first begins at zero. */
  steps: Step[]
  /** At most for one disbursement, expense, night or payment back to a family. */
  capCents: bigint | null
  /** At most set aside within any 24 hours. */
  dailyCapCents: bigint | null
  /** How long a proposal waits for others. */
  expiryHours: number
}

export const stepsAtMost = 4

export type Colleague = { id: string; name: string; roles: readonly Role[] }

export type Meeting = {
  approvals: number
  /** Some way of sharing the work among the staff brings it through. */
  isPossible: boolean
  /** For each who may propose: how many others could approve and leave someone to pay. */
  proposers: { id: string; name: string; others: number; missing: number }[]
}

/**
 * Who could bring a payment through that asks for so many approvals: proposed by one, approved by others, paid by
 * someone who did not approve it. The proposer may pay; the approvers may not. Whoever only posts pays bail, and no money back to
 * a family, for which the same number is asked.
 */
export function whoCanMeet(staff: Colleague[], approvals: number): Meeting {
  const approvers = staff.filter(({ roles }) => may(roles, 'disbursements:approve'))
  const payers = staff.filter(({ roles }) => may(roles, 'disbursements:pay') && may(roles, 'copays:pay'))
  const proposers = staff
    .filter(({ roles }) => may(roles, 'disbursements:propose'))
    .map(({ id, name }) => {
      // Where only an approver could pay, one approval less is left.
      const others = Math.max(
        0,
        ...payers.map((payer) => approvers.filter((each) => each.id !== id && each.id !== payer.id).length),
      )
      return { id, name, others, missing: Math.max(0, approvals - others) }
    })
  return { approvals, isPossible: proposers.some(({ missing }) => missing === 0), proposers }
}

/** Whether of each person who may write rules another in the fund could record that counsel reviewed them. */
export function reviewsHaveASecondPerson(staff: Colleague[]): boolean {
  const recorders = staff.filter(({ roles }) => may(roles, 'jurisdictions:review'))
  return staff
    .filter(({ roles }) => may(roles, 'jurisdictions:manage'))
    .every(({ id }) => recorders.some((other) => other.id !== id))
}
