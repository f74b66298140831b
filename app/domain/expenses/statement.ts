import { type Cents, cents, sum } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { mostClaimsAtOnce } from './expense.ts'

type Statement = {
  /** What it asks for, as it is printed there. */
  billed: Cents
  /** Its day, as `2026-11-21`. */
  statementOn: string
  /** The day on which it is paid. */
  paidOn: string
  /** What was chosen comes to, one by one. */
  claimed: bigint[]
}

/**
 * A statement is paid by what was claimed of it and what the card paid at kiosks: what is on it beside that is claimed first, or
 * disputed with the bank.
 */
export function whyNotStatement({ billed, statementOn, paidOn, claimed }: Statement): Refusal | null {
  if (claimed.length === 0) return new Refusal('required', {}, 'claimIds')
  if (claimed.length > mostClaimsAtOnce)
    return new Refusal('too_many_claims', { most: mostClaimsAtOnce }, 'claimIds')
  if (statementOn > paidOn) return new Refusal('statement_comes_before_its_payment', {}, 'statementOn')
  const owed = sum(claimed.map(cents))
  return owed === billed
    ? null
    : new Refusal('statement_is_what_was_claimed', { billed, claimed: owed }, 'billed')
}
