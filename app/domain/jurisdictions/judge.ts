import type { JudgedBond, RuleInForce } from './rule.ts'

/** A rule that has something to say about a bond. What blocks is said first. */
export type Finding = RuleInForce & { blocks: boolean }

/** From how many days before a certificate ends people are told so. */
export const daysOfWarning = 60

/**
 * A clearance lifts a block only once a second person has confirmed it. A certificate that still holds blocks nothing, nor
 * does a charge that nobody has written down.
 */
export const isBlocking = ({ effect, reviewed, clearance, daysLeft, charge }: RuleInForce): boolean =>
  effect === 'blocks_posting' &&
  reviewed &&
  !clearance?.confirmedBy &&
  daysLeft === null &&
  (charge === null || charge === 'excluded')

/**
 * What the rules say about a bond. A limit that it keeps says nothing; what figures cannot tell is always said, for a
 * person to look. A rule that counsel has not reviewed only warns.
 */
export function judge(rules: readonly RuleInForce[], bond: JudgedBond): Finding[] {
  return rules
    .filter((rule) => speaksOf(rule, bond))
    .map((rule) => ({ ...rule, blocks: isBlocking(rule) }))
    .sort(
      (one, other) =>
        Number(other.blocks) - Number(one.blocks) ||
        order(one.code, other.code) ||
        one.version - other.version,
    )
}

function speaksOf(
  { capCents, bondCount, counted, daysLeft, charge }: RuleInForce,
  { principalCents }: JudgedBond,
): boolean {
  if (capCents !== null) return principalCents > capCents
  if (bondCount !== null) return counted >= bondCount
  if (charge !== null) return charge !== 'not_excluded'
  return daysLeft === null || daysLeft <= daysOfWarning
}

const order = (one: string, other: string): number => (one < other ? -1 : 1)
