import { Temporal } from 'temporal-polyfill'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import type { BondKind } from './bond.ts'

/** No more than 3 % a year by law; Treasury says how much it is (8 U.S.C. § 1363(a), 8 CFR § 293.2). */
const mostPerHundredYearly = 3n

type Deposit = { kind: BondKind; principal: Cents; postedOn: string; breachedOn: string | null }

/**
 * What DHS pays on top of an immigration bond at most, as simple interest: from the day after the deposit to the day of the
 * refund, or of the breach if that came first (8 CFR § 293.1). Days as `2026-11-21`. An estimate to hold the payment against:
 * nothing is booked before it comes. Null where a court holds the money.
 */
export function mostInterest(
  { kind, principal, postedOn, breachedOn }: Deposit,
  today: string,
): Cents | null {
  if (kind !== 'immigration_bond') return null
  const end = breachedOn !== null && breachedOn < today ? breachedOn : today
  const days = Temporal.PlainDate.from(postedOn).until(end, { largestUnit: 'day' }).days
  return cents(days > 0 ? (principal * mostPerHundredYearly * BigInt(days)) / 36_500n : 0n)
}
