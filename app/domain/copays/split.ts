/** A family's part of one bond so far, in cents, and all that was lost of the bond, whoever lost it. */
export type FamilyPart = {
  agreementId: string
  principal: bigint
  part: bigint
  back: bigint
  lost: bigint
  recovered: bigint
  lostOfAll: bigint
}

/** The fund's own part goes first: only what is lost beyond it is the family's loss. */
export function familyLossOf(family: FamilyPart, amount: bigint): bigint {
  const own = family.principal - family.part
  return beyond(own, family.lostOfAll + amount) - beyond(own, family.lostOfAll)
}

/** The first dollars that come back are the family's, up to what they still have inside. */
export const familyReturnOf = (family: FamilyPart, received: bigint): bigint =>
  least(received, family.part - family.lost - family.back)

/** What turns up after a loss is the family's first, up to what they lost. */
export const familyRecoveryOf = (family: FamilyPart, received: bigint): bigint =>
  least(received, family.lost - family.recovered)

/** The same part after a return: what was kept is taken before what came is given. */
export function afterReturn(family: FamilyPart, of: { received: bigint; kept: bigint }): FamilyPart {
  const suffered = afterLoss(family, of.kept)
  return { ...suffered, back: suffered.back + familyReturnOf(suffered, of.received) }
}

export const afterLoss = (family: FamilyPart, amount: bigint): FamilyPart => ({
  ...family,
  lost: family.lost + familyLossOf(family, amount),
  lostOfAll: family.lostOfAll + amount,
})

const beyond = (own: bigint, lost: bigint): bigint => (lost > own ? lost - own : 0n)
/** The smaller of two sums. */
export const least = (one: bigint, other: bigint): bigint => (one < other ? one : other)
