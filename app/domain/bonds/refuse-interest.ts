import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { BondKind } from './bond.ts'

/**
 * Interest comes with immigration bonds alone, and by law is at most 3 % a year: more than the bond itself is a slip of the
 * pen. The parts of a shared bond are judged together. Refuses `interest_only_on_immigration_bonds` and
 * `interest_stays_within_the_principal`.
 */
export function refuseInterest(
  interest: Cents,
  bonds: readonly { kind: BondKind; principal: Cents }[],
): void {
  if (interest === 0n) return
  if (bonds.some(({ kind }) => kind !== 'immigration_bond'))
    throw new Refusal('interest_only_on_immigration_bonds', {}, 'interest')
  if (interest > bonds.reduce((sum, { principal }) => sum + principal, 0n))
    throw new Refusal('interest_stays_within_the_principal', {}, 'interest')
}
