import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { Role } from '#app/domain/staff/access.ts'

/**
 * One thing that waits for a person of staff, as each noun tells of its own: what is to be done, where, and by when.
 * The page of what waits joins them all and sorts them by the clock.
 */
export type Waiting = {
  /** The act, as `admin:waiting.act.<act>` words it. */
  act: string
  /** Where it is done. */
  to: string
  fundId: string
  caseCode: string | null
  amountCents: bigint | null
  /** Since when it has waited. */
  since: Date
  /** The last moment at which it is of use; null where it only grows older. */
  dueAt: Date | null
}

/** For whom it is asked: the person, and what they are in each of their funds. */
export type WaitingFor = {
  staff: ActingStaff
  personIn: (fundId: string) => { id: string; roles: readonly Role[] }
}
