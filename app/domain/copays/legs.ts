import type { Transfer } from '#app/domain/ledger/transfer.ts'
import {
  bondForfeited,
  bondReturned,
  bondWithheld,
  interestReceived,
  recovered,
  writtenOff,
} from '#app/domain/ledger/transfers/bonds.ts'
import { copayFreed, copayLost, copayRecovered } from '#app/domain/ledger/transfers/copay.ts'
import { type Cents, cents, sum } from '#app/domain/money/cents.ts'
import { afterLoss, type FamilyPart, familyLossOf, familyRecoveryOf, familyReturnOf, least } from './split.ts'

/** `family` is null for a bond that the fund posted alone. */
type OfBond = { fundId: string; bondId: string; family: FamilyPart | null }

/** Money back, and what the court kept of it: the whole comes into the bank, and the family's part stands beside it as theirs. */
export function returnLegs(
  of: OfBond & { received: Cents; deductions: Cents[]; interest: Cents },
): Transfer[] {
  const { fundId, bondId, family, received, deductions, interest } = of
  const kept = sum(deductions)
  const lost = family ? familyLossOf(family, kept) : 0n
  const freed = family ? familyReturnOf(afterLoss(family, kept), received) : 0n
  return [
    ...bondReturned({ fundId, bondId, amount: received }),
    ...ownOf(deductions, kept - lost).flatMap((amount, part) =>
      bondWithheld({ fundId, bondId, amount, part }),
    ),
    ...interestReceived({ fundId, amount: interest }),
    ...copayLost({ fundId, bondId, outOf: 'refund_due', amount: cents(lost) }),
    ...freedLegs(of, freed),
  ]
}

/** All that was left is lost: the fund's own part is its expense, and the family's never is. */
export function lossLegs(of: OfBond & { kind: 'forfeited' | 'written_off'; amount: Cents }): Transfer[] {
  const { fundId, bondId, family, kind, amount } = of
  const lost = family ? familyLossOf(family, amount) : 0n
  const [own, outOf] =
    kind === 'forfeited' ? ([bondForfeited, 'bond_deposit'] as const) : ([writtenOff, 'refund_due'] as const)
  return [
    ...own({ fundId, bondId, amount: cents(amount - lost) }),
    ...copayLost({ fundId, bondId, outOf, amount: cents(lost) }),
  ]
}

export function recoveryLegs(of: OfBond & { received: Cents; interest: Cents }): Transfer[] {
  const { fundId, family, received, interest } = of
  const theirs = family ? familyRecoveryOf(family, received) : 0n
  return [
    ...recovered({ fundId, amount: cents(received - theirs) }),
    ...interestReceived({ fundId, amount: interest }),
    ...(family ? copayRecovered({ fundId, agreementId: family.agreementId, amount: cents(theirs) }) : []),
  ]
}

const freedLegs = ({ fundId, bondId, family }: OfBond, amount: bigint): Transfer[] =>
  family ? copayFreed({ fundId, bondId, agreementId: family.agreementId, amount: cents(amount) }) : []

/** The fund's own of each deduction, the first ones first, until `own` is used up. */
function ownOf(deductions: Cents[], own: bigint): Cents[] {
  let left = own
  return deductions.map((amount) => {
    const taken = least(amount, left)
    left -= taken
    return cents(taken)
  })
}
