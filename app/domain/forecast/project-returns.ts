import type { BondKind } from '#app/domain/bonds/bond.ts'
import { daysBetween, type Experience } from './history.ts'
import type { Month } from './months.ts'
import { endsBy } from './time-out.ts'

export type OpenBond = { kind: BondKind; postedAt: Date; openCents: bigint }

/** Sums since today, not sums of the month: money that comes late in one month comes early for the next. */
export type ProjectedMonth = {
  month: string
  /** Back by the end of the month if bonds are as slow as the slowest quarter was. */
  lowCents: bigint
  /** If each takes as long as half of them did. */
  midCents: bigint
  /** If they are as quick as the quickest quarter. */
  highCents: bigint
  /** What the middle adds in this month. */
  inMonthCents: bigint
}

export type Projection = {
  months: ProjectedMonth[]
  outCents: bigint
  /** Of the middle: what comes back after the last of the months, or when nobody can tell. */
  laterCents: bigint
  /** What will not come back, by the share that was lost so far. */
  lostCents: bigint
}

const shares = { high: 0.25, mid: 0.5, low: 0.75 } as const

/**
 * When open bonds come back, from how long such bonds were out and how old each is by now. What is out is what the middle
 * brings back within the months, later, and not at all: no cent is counted twice or left out.
 */
export function projectReturns(of: {
  bonds: readonly OpenBond[]
  experience: Record<BondKind, Experience>
  months: readonly Month[]
  at: Date
}): Projection {
  const expected = of.bonds.map((bond) => expectedOf(bond, of.experience[bond.kind], of.at))
  const backBy = (end: Date, how: keyof typeof shares) =>
    sum(expected.filter(({ days }) => (days[how] ?? Infinity) <= daysBetween(of.at, end)))

  let before = 0n
  const months = of.months.map(({ month, endsAt }) => {
    const midCents = backBy(endsAt, 'mid')
    const inMonthCents = midCents - before
    before = midCents
    return {
      month,
      lowCents: backBy(endsAt, 'low'),
      midCents,
      highCents: backBy(endsAt, 'high'),
      inMonthCents,
    }
  })
  const outCents = of.bonds.reduce((total, { openCents }) => total + openCents, 0n)
  const comesBack = sum(expected)
  return { months, outCents, laterCents: comesBack - before, lostCents: outCents - comesBack }
}

type Expected = { cents: bigint; days: Record<keyof typeof shares, number | null> }

/** What comes back of one bond, rounded down, and in how many days from now. */
function expectedOf(bond: OpenBond, { curve, lost }: Experience, at: Date): Expected {
  const age = daysBetween(bond.postedAt, at)
  const inDays = (share: number) => {
    const end = endsBy(curve, { age, share })
    return end === null ? null : end - age
  }
  return {
    cents: (bond.openCents * (lost.ofCents - lost.cents)) / lost.ofCents,
    days: { high: inDays(shares.high), mid: inDays(shares.mid), low: inDays(shares.low) },
  }
}

const sum = (expected: readonly Expected[]): bigint =>
  expected.reduce((total, { cents }) => total + cents, 0n)
