/**
 * The classes of charge that a rule of a place can exclude, as `charge_classes_are_known` has them. What a person is charged
 * with is any number of these, and other words beside them that no rule can read.
 */
export const chargeClasses = [
  'misdemeanor',
  'felony',
  'violent_offense',
  'domestic_violence',
  'sexual_offense',
  'weapons_offense',
  'felony_after_violence',
  'treatment_hold',
  'no_criminal_charge',
] as const
export type ChargeClass = (typeof chargeClasses)[number]

const isClass = (line: string): line is ChargeClass => chargeClasses.some((known) => known === line)

/** As the vault's field keeps it: a line for each class, and what else was written. */
export const chargeField = (classes: readonly ChargeClass[], other: string): string =>
  [...chargeClasses.filter((known) => classes.includes(known)), ...(other ? [other] : [])].join('\n')

/** The field's lines, each either a class or other words. */
export const chargeLines = (plain: string): { line: string; isClass: boolean }[] =>
  plain
    .split('\n')
    .filter(Boolean)
    .map((line) => ({ line, isClass: isClass(line) }))

export const classesIn = (plain: string): ChargeClass[] => plain.split('\n').filter(isClass)

/**
 * What a rule's classes say of a case: `unknown` where nothing was recorded that a rule can read, and `hidden` from someone
 * who may not read the record.
 */
export type ChargeOutcome = 'excluded' | 'not_excluded' | 'unknown'
export type ChargeSeen = ChargeOutcome | 'hidden'
