import { courtBondTransitions, immigrationBondTransitions } from './bonds/states.ts'
import { disbursementTransitions } from './disbursements/states.ts'
import { requestTransitions } from './requests/states.ts'

/**
 * Every move that the fund's records may make. The database's own table is filled from it and refuses the
 * rest.
 */
const transitions: Record<TransitionKind, Readonly<Record<string, readonly string[]>>> = {
  court_bail: courtBondTransitions,
  immigration_bond: immigrationBondTransitions,
  disbursement: disbursementTransitions,
  request: requestTransitions,
}

export type TransitionKind = 'court_bail' | 'immigration_bond' | 'disbursement' | 'request'

export const canMove = (kind: TransitionKind, from: string, to: string): boolean =>
  Object.hasOwn(transitions[kind], from) && (transitions[kind][from] ?? []).includes(to)

/** One row for each allowed move. */
export const allTransitions = (): { kind: TransitionKind; from: string; to: string }[] =>
  (Object.keys(transitions) as TransitionKind[]).flatMap((kind) =>
    Object.entries(transitions[kind]).flatMap(([from, targets]) => targets.map((to) => ({ kind, from, to }))),
  )
