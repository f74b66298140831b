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
