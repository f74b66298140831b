import { cents } from '#app/domain/money/cents.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { BondKind, BondState } from '../bond.ts'
import { dayOf } from '../day-of.ts'
import { mostInterest } from '../interest.ts'
import { type StandingBond, standingBonds } from './standing-bonds.server.ts'

/** A breach leaves the interest up to its day to be claimed; a claim that was sent waits until it is paid. */
const left = ['breached', 'interest_claimed'] as const satisfies BondState[]

export type InterestToClaim = {
  /** Every part that funds have in the bond. */
  parts: [StandingBond, ...StandingBond[]]
  next: 'claim_interest' | 'ask_about_interest'
  /** What DHS may pay at most, of all parts; more than nothing. */
  atMostCents: bigint
}

/** The breached bonds that may still bring interest, what has stood longest first. A part out of scope leaves its bond out. */
export async function interestToClaim(tx: Tx): Promise<InterestToClaim[]> {
  const bonds = await standingBonds(tx, left)
  if (bonds.length === 0) return []
  const { timezone } = await organization()
  const breaches = await tx.bondStateChange.findMany({
    where: { toState: 'breached', bondId: { in: bonds.map(([{ id }]) => id) } },
    orderBy: { id: 'asc' },
    select: { bondId: true, occurredAt: true },
  })
  const breachedAt = new Map(breaches.map(({ bondId, occurredAt }) => [bondId, occurredAt]))
  return bonds.flatMap((parts) => {
    const [{ id, kind, state, postedAt, since }] = parts
    const deposit = {
      kind: kind as BondKind,
      principal: cents(parts.reduce((sum, { principalCents }) => sum + principalCents, 0n)),
      postedOn: dayOf(postedAt, timezone),
      breachedOn: dayOf(breachedAt.get(id) ?? since, timezone),
    }
    const atMostCents = mostInterest(deposit, dayOf(now(), timezone)) ?? 0n
    const next = state === 'breached' ? 'claim_interest' : 'ask_about_interest'
    return atMostCents > 0n ? [{ parts, next, atMostCents }] : []
  })
}
