/**
 * By what a fund decides who is helped first, as it publishes it. A list of codes, so that everyone reads it in their own
 * language and no sentence names a person.
 */
export const priorityCriteria = [
  'order_of_asking',
  'hearing_soon',
  'health',
  'cares_for_others',
  'small_bond',
  'no_other_help',
] as const
export type PriorityCriterion = (typeof priorityCriteria)[number]

export const isPriorityCriterion = (code: string): code is PriorityCriterion =>
  (priorityCriteria as readonly string[]).includes(code)

/**
 * What stands first in the order counts before all that follows together. No two asked at one moment: what follows `order_of_asking`
 * decides nothing, and counts nothing. At least 0, and more is sooner; among equals, who asked earlier stands first.
 */
export const rankUnder = (order: readonly string[], met: readonly string[]): number => {
  const time = order.indexOf('order_of_asking')
  const counted = time === -1 ? order : order.slice(0, time)
  return counted.reduce(
    (sum, criterion, place) => sum + (met.includes(criterion) ? 2 ** (order.length - 1 - place) : 0),
    0,
  )
}
