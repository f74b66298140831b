/** How long bonds were out, in days: those whose last money is back or lost, and those that are out still. */
export type TimesOut = { ended: readonly number[]; stillOut: readonly number[] }

/** On this day of their life this part of the bonds that were still out stayed out. */
type Step = { day: number; stays: number }
export type Curve = readonly Step[]

/**
 * How bonds come to their end as they grow older (Kaplan and Meier's estimate). Bonds that are out still count as far as
 * they got: a young fund has only seen its quick ones come back, and their times alone would promise too much.
 */
export function curveOf({ ended, stillOut }: TimesOut): Curve {
  const ends = [...ended].sort(ascending)
  const all = [...ended, ...stillOut].sort(ascending)
  const steps: Step[] = []
  let before = 0
  for (const day of new Set(ends)) {
    while (before < all.length && (all[before] ?? 0) < day) before++
    const atRisk = all.length - before
    const endHere = ends.filter((each) => each === day).length
    steps.push({ day, stays: (atRisk - endHere) / atRisk })
  }
  return steps
}

/** A product of fractions may miss a quarter by its last digit. */
const hair = 1e-9

/**
 * The age by which this share of the bonds that reached `age` has come to its end: a half for the median. Null where
 * nothing that the fund has seen tells.
 */
export function endsBy(curve: Curve, of: { age: number; share: number }): number | null {
  let left = 1
  for (const { day, stays } of curve) {
    if (day <= of.age) continue
    left *= stays
    if (left <= 1 - of.share + hair) return day
  }
  return null
}

const ascending = (one: number, other: number): number => one - other
