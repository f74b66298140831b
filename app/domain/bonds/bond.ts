import {
  type CourtBondState,
  courtBondTransitions,
  type ImmigrationBondState,
  immigrationBondTransitions,
} from './states.ts'

export const bondKinds = ['court_bail', 'immigration_bond'] as const
export type BondKind = (typeof bondKinds)[number]
export type BondState = CourtBondState | ImmigrationBondState

/** How we know. A state is a record, and what stands in it for good is a code: a sentence could name a person. */
export const knownFrom = [
  'court_notice',
  'court_docket',
  'ice_notice',
  'receipt',
  'lawyer',
  'family',
  'jail',
  'own_visit',
] as const
export type KnownFrom = (typeof knownFrom)[number]

export const deductionReasons = [
  'court_costs',
  'fines',
  'restitution',
  'administrative_fee',
  'clerk_fee',
  'other',
] as const
export type DeductionReason = (typeof deductionReasons)[number]

/** Where a bond may go next. */
export const nextStates = (kind: BondKind, state: string): readonly BondState[] => {
  const table: Readonly<Record<string, readonly BondState[]>> =
    kind === 'court_bail' ? courtBondTransitions : immigrationBondTransitions
  return Object.hasOwn(table, state) ? (table[state] ?? []) : []
}

/**
 * The way to what an act records, state by state, from where the bond stands: states that nobody entered on the way are
 * passed through and kept in its history. Null where the act does not follow from here.
 */
export function stepsAlong(kind: BondKind, from: string, way: readonly BondState[]): BondState[] | null {
  const rest = way.slice((way as readonly string[]).indexOf(from) + 1)
  const steps = [from, ...rest]
  const follows =
    rest.length > 0 && rest.every((to, index) => nextStates(kind, steps[index] ?? '').includes(to))
  return follows ? rest : null
}

/** Groups that people look for, in the order of a bond's life. */
export const bondGroups = {
  out: [
    'posted',
    'released',
    'active',
    'posted_not_released',
    'delivery_demand',
    'case_ended',
    'cancellation_requested',
    'cancelled',
    'rescinded',
  ],
  trouble: ['missed_court', 'forfeiture_noticed', 'revoked', 'surrendered', 'breach_noticed', 'appealed'],
  due: ['disposed', 'refund_due', 'claimed', 'held_by_depositor', 'stale'],
  lost: ['forfeited', 'breached', 'remitted', 'written_off', 'recovered', 'interest_claimed'],
  closed: ['returned', 'closed'],
} as const satisfies Record<string, readonly BondState[]>

export type BondGroup = keyof typeof bondGroups
export const bondGroupNames = Object.keys(bondGroups) as BondGroup[]
