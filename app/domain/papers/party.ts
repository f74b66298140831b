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

/** In whose name the check will be drawn, as far as the papers say. */
export function likelyDrawnTo(parties: Partial<Record<PartyRole, Holder>>): DrawnTo | null {
  if (parties.assignee === 'fund' || parties.payee === 'fund') return 'fund'
  if (parties.depositor === undefined) return null
  return parties.depositor === 'fund' ? 'fund' : 'depositor'
}
