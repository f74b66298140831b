/** From deposit to deposit back. A bond that never reached the court ends at `returned_unposted`. */
export const courtBondTransitions = {
  drafted: ['cash_out'],
  cash_out: ['posted', 'returned_unposted'],
  returned_unposted: [],
  posted: ['released', 'posted_not_released'],
  // Another hold, or a detainer: our money is in, and the person is not out.
  posted_not_released: ['released', 'disposed'],
  released: ['active'],
  active: ['disposed', 'missed_court', 'revoked', 'surrendered'],
  missed_court: ['active', 'forfeiture_noticed'],
  // Back to active: the court set the forfeiture aside.
  forfeiture_noticed: ['active', 'forfeited'],
  forfeited: ['remitted', 'closed'],
  remitted: ['closed'],
  revoked: ['disposed'],
  surrendered: ['disposed'],
  disposed: ['refund_due'],
  refund_due: ['claimed', 'held_by_depositor', 'stale'],
  claimed: ['returned', 'held_by_depositor', 'stale'],
  held_by_depositor: ['claimed', 'written_off'],
  stale: ['claimed', 'written_off'],
  written_off: ['recovered', 'closed'],
  recovered: ['closed'],
  returned: ['closed'],
  closed: [],
} as const satisfies Record<string, readonly string[]>

export type CourtBondState = keyof typeof courtBondTransitions

/** With ICE: I-352 contract, I-305 receipt, I-340 demand, I-323 breach, I-391 cancellation. */
export const immigrationBondTransitions = {
  drafted: ['verification_sent'],
  verification_sent: ['verified', 'refused', 'stayed', 'amount_changed'],
  verified: ['contract_signed'],
  refused: [],
  // The automatic stay (EOIR-43): when it lifts, the bond is verified anew.
  stayed: ['verification_sent'],
  amount_changed: ['contract_signed'],
  contract_signed: ['wire_sent'],
  wire_sent: ['posted', 'wire_returned'],
  wire_returned: ['contract_signed', 'returned_unposted'],
  returned_unposted: [],
  posted: ['released', 'posted_not_released'],
  posted_not_released: ['released', 'case_ended'],
  released: ['active'],
  active: ['delivery_demand', 'case_ended'],
  delivery_demand: ['active', 'breach_noticed'],
  // Straight to breached when no appeal is filed by the date on the notice.
  breach_noticed: ['appealed', 'breached'],
  appealed: ['active', 'breached'],
  breached: ['rescinded', 'interest_claimed', 'closed'],
  rescinded: ['active', 'closed'],
  interest_claimed: ['closed'],
  case_ended: ['cancellation_requested'],
  cancellation_requested: ['cancelled'],
  cancelled: ['refund_due'],
  refund_due: ['claimed', 'stale'],
  claimed: ['returned', 'stale'],
  stale: ['claimed', 'written_off'],
  written_off: ['recovered', 'closed'],
  recovered: ['closed'],
  returned: ['closed'],
  closed: [],
} as const satisfies Record<string, readonly string[]>

export type ImmigrationBondState = keyof typeof immigrationBondTransitions
