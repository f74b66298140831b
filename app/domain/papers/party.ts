import type { BondKind } from '#app/domain/bonds/bond.ts'
import type { DrawnTo } from '#app/domain/bonds/chase.ts'

/** Whose name stands where on a bond's papers. */
export const partyRoles = ['obligor', 'depositor', 'posted_under', 'payee', 'office', 'assignee'] as const
export type PartyRole = (typeof partyRoles)[number]

/** Who that is, in a word that anyone may read. The name itself is sealed. */
export const holders = ['fund', 'relative', 'person', 'other', 'court', 'ice_office', 'nobody'] as const
export type Holder = (typeof holders)[number]

const anyone: readonly Holder[] = ['fund', 'relative', 'person', 'other']

export const holdersOf: Record<PartyRole, readonly Holder[]> = {
  obligor: anyone,
  depositor: anyone,
  posted_under: anyone,
  payee: anyone,
  office: ['court', 'ice_office'],
  // Signed over to the fund, or to nobody.
  assignee: ['fund', 'nobody'],
}

/**
 * In whose name the refund will be drawn, as far as the papers say. ICE pays the obligor of the contract (I-352, I-305); a court
 * pays whom it has as depositor, unless the bail was signed over. Null where nobody wrote it down.
 */
export function likelyDrawnTo(kind: BondKind, parties: Partial<Record<PartyRole, Holder>>): DrawnTo | null {
  const { assignee, payee, obligor, depositor } = parties
  if (kind === 'immigration_bond') return obligor === undefined ? null : ownOr(obligor, 'obligor')
  if (assignee === 'fund' || payee === 'fund') return 'fund'
  return depositor === undefined ? null : ownOr(depositor, 'depositor')
}

const ownOr = (holder: Holder, other: DrawnTo): DrawnTo => (holder === 'fund' ? 'fund' : other)
