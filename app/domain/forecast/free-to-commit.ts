/** What decides what a fund may still commit, in cents. */
export type Holdings = {
  bankCents: bigint
  cashBoxCents: bigint
  /** Families' parts in our bank: theirs, not the fund's. */
  familiesCents: bigint
  /** Set aside for approved disbursements. */
  reservedCents: bigint
  /** What open nights hold for the bonds that their posters draw. */
  nightsCents: bigint
  /** Of what is reserved, what is with posters in cash already: it has left the bank, and is not taken off twice. */
  coveredCents: bigint
  /** Approved expenses: owed on the fund's cards and to people, until they are paid. */
  expensesDueCents: bigint
  reserveFloorCents: bigint
}

/** The same subtraction that the database makes under its lock when something is approved. */
export const freeOf = (held: Holdings): bigint =>
  held.bankCents +
  held.cashBoxCents -
  held.familiesCents -
  held.reservedCents -
  held.nightsCents +
  held.coveredCents -
  held.expensesDueCents -
  held.reserveFloorCents

/** How many more people the fund could help at its average bond; null before it has posted one. */
export function morePeople(freeCents: bigint, averageBondCents: bigint | null): number | null {
  if (averageBondCents === null) return null
  return freeCents > 0n ? Number(freeCents / averageBondCents) : 0
}
