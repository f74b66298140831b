import { type ExpenseStanding, stateOf } from '../acts.ts'
import type { ExpenseKind } from '../expense.ts'

type Row = {
  kind: string
  claimedBy: string
  approvals: { approverId: string }[]
  booking: unknown
  rejection: unknown
  payment: unknown
}

/** What decides who may act on it now, out of its records. */
export const standingOf = (row: Row): ExpenseStanding => ({
  kind: row.kind as ExpenseKind,
  claimedBy: row.claimedBy,
  approverIds: row.approvals.map(({ approverId }) => approverId),
  state: stateOf({ booked: !!row.booking, rejected: !!row.rejection, paid: !!row.payment }),
})
