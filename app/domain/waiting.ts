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
  /** By when it is to be done, or the last moment at which it is of use; null where it only grows older. */
  dueAt: Date | null
}

/** For whom it is asked: the person, and what they are in each of their funds. */
export type WaitingFor = {
  staff: ActingStaff
  personIn: (fundId: string) => { id: string; roles: readonly Role[] }
}

const day = 86_400_000

/**
 * What has no last day is taken up within a week, as an office goes through its pile: it counts, for the order alone, as if it
 * were due then. So it stands behind what this week asks for, and before what is due in a month.
 */
const daysToTakeUp = 7

/** A pile that is years old must not hide who is to be let out today: it never counts as due sooner than in a day. */
const daysBeforePile = 1

/** By what an item is ordered: the moment at which it is due, or counts as due. */
export const dueInOrder = ({ dueAt, since }: Waiting): number =>
  dueAt?.getTime() ?? since.getTime() + daysToTakeUp * day

/** What is late or due within a day first, then what only grew older, then what comes; of equals what has waited longest. */
export const byTheClock =
  (at: Date) =>
  (one: Waiting, other: Waiting): number =>
    pressing(one, at) - pressing(other, at) || one.since.getTime() - other.since.getTime()

const pressing = (item: Waiting, at: Date): number =>
  item.dueAt ? dueInOrder(item) : Math.max(dueInOrder(item), at.getTime() + daysBeforePile * day)
