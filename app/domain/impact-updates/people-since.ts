/**
 * People freed as they were shown at a close. `exact`: that was the true figure of that close; `none`: nobody had been
 * freed by then.
 */
export type PeopleAtClose = { seq: number; shown: number | null; exact: boolean; none: boolean }

/**
 * People freed from the start of pool period `joinedSeq` to the end of the last one: the difference of two published
 * figures, so that it says nothing new. Null where either of them was held back, or nobody was freed.
 * `closeSeqs` are the closes that struck the periods, the first one first.
 */
export function peopleSince(of: {
  joinedSeq: number
  closeSeqs: readonly number[]
  people: readonly PeopleAtClose[]
}): number | null {
  const at = (closeSeq: number | undefined) => of.people.find(({ seq }) => seq === closeSeq)
  const last = shownAt(at(of.closeSeqs.at(-1)))
  const base = of.joinedSeq === 1 ? 0 : shownAt(at(of.closeSeqs[of.joinedSeq - 2]))
  return last === null || base === null ? null : last - base || null
}

function shownAt(close: PeopleAtClose | undefined): number | null {
  if (close?.none) return 0
  return close?.exact ? close.shown : null
}
