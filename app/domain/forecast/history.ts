import { type BondKind, bondKinds } from '#app/domain/bonds/bond.ts'
import { type Curve, curveOf } from './time-out.ts'

/** A bond of the fund, as far as a forecast needs it. */
export type PastBond = {
  kind: BondKind
  postedAt: Date
  principalCents: bigint
  /** What is out or due back of the fund's own money; nothing once the bond has ended. */
  openCents: bigint
  /** What the court kept, was forfeited, or was given up. */
  lostCents: bigint
  /** When the last of it was back or lost; null while some is out. */
  endedAt: Date | null
}

/** What a kind of bond has taught, or, before there is enough of it, a guess. */
export type Experience = {
  curve: Curve
  /** Of every dollar posted on bonds that ended, this part did not come back. */
  lost: { cents: bigint; ofCents: bigint }
  endedCount: number
  isGuess: boolean
}

/** Fewer bonds than this that ended say more about chance than about courts. */
export const leastEnded = 8

const day = 24 * 60 * 60 * 1000
export const daysBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / day

/**
 * Days from posting to the end where a fund has no history of its own. Criminal cases take weeks to years; immigration
 * bonds were out for 34 months in a figure of 2015. Guesses, and shown as such.
 */
const guessedDays: Record<BondKind, readonly number[]> = {
  court_bail: [60, 90, 120, 180, 240, 330, 450, 600],
  immigration_bond: [365, 540, 730, 900, 1035, 1280, 1550, 1900],
}
const guessedLoss = { cents: 5n, ofCents: 100n }

/** What the fund's own bonds teach, kind by kind. */
export const experienceOf = (bonds: readonly PastBond[], at: Date): Record<BondKind, Experience> =>
  Object.fromEntries(bondKinds.map((kind) => [kind, experienceOfKind(kind, bonds, at)])) as Record<
    BondKind,
    Experience
  >

function experienceOfKind(kind: BondKind, bonds: readonly PastBond[], at: Date): Experience {
  const own = bonds.filter((bond) => bond.kind === kind)
  const ended = own.flatMap(({ endedAt, ...bond }) => (endedAt ? [{ ...bond, endedAt }] : []))
  if (ended.length < leastEnded) {
    const curve = curveOf({ ended: guessedDays[kind], stillOut: [] })
    return { curve, lost: guessedLoss, endedCount: ended.length, isGuess: true }
  }
  return {
    curve: curveOf({
      ended: ended.map(({ postedAt, endedAt }) => daysBetween(postedAt, endedAt)),
      stillOut: own.flatMap(({ postedAt, endedAt }) => (endedAt ? [] : [daysBetween(postedAt, at)])),
    }),
    lost: {
      cents: sum(ended.map(({ lostCents }) => lostCents)),
      ofCents: sum(ended.map(({ principalCents }) => principalCents)),
    },
    endedCount: ended.length,
    isGuess: false,
  }
}

const sum = (amounts: bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n)
