/** By which place a bond is judged. */
export type CourtPlace = {
  /** Where the court lies, as far as someone said it. */
  place: string | null
  /** The places whose rules are asked where nobody did: all that the fund serves at that moment. */
  served: string[]
  /** What can be said: places of the fund, and those within them that a rule or a term speaks of. */
  choices: string[]
}

/** The places whose rules speak together because nobody said which of them it is; none where that is known. */
export const unknownAmong = ({ place, served }: Pick<CourtPlace, 'place' | 'served'>): string[] =>
  place === null && served.length > 1 ? served : []
