/** Why someone looks at what is sealed: a code, because the record of it can never be removed. */
export const revealReasons = [
  'screening',
  'posting_bond',
  'court_date',
  'reaching_the_person',
  'return_of_money',
  'correction',
  'counsel_asked',
] as const
export type RevealReason = (typeof revealReasons)[number]

/** As the record of a look keeps it: also that it was an emergency, which nobody can choose. */
export type LookReason = RevealReason | 'emergency'
