import { rolesFor } from '#app/domain/staff/access.ts'

/** What one needs to know of the window beside what was approved: typed by who assigns, kept sealed. */
export type PostingDetails = {
  /** When somebody is there to take it. */
  hours: string
  /** How it may be paid there. */
  methods: string
  /** What to have in one's hand. */
  papers: string
  /** Of an immigration bond: where it is paid. Lacking where nobody said so. */
  way?: PostingWay
}

/** ICE takes a bond over its own system, or at the window of its office. */
export const postingWays = ['cebonds', 'window'] as const
export type PostingWay = (typeof postingWays)[number]

/** A code, since the record of it stays. `reassigned` is written where another is chosen. */
export const withdrawalReasons = ['not_available', 'entered_wrongly'] as const
export type WithdrawalReason = (typeof withdrawalReasons)[number]

/** Who can be sent to a window. */
export const posterRoles = rolesFor('disbursements:pay')
