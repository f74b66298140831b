import type { CashPlace } from './cash.ts'
import type { SignatureKind } from './signature.ts'

/**
 * From here on a bank may have to report cash (31 CFR 1010.311, over $10,000 in one day) and a court's clerk may have to
 * report cash bail (26 CFR 1.6050I-2, over $10,000 for certain charges). Splitting cash to stay below is a crime of its own
 * (31 USC 5324), so nothing here ever blocks: who hands it over is told, and goes on.
 */
const largeCash = 10_000_00n

/** Cash for the same case or by the same poster within this time counts as one. */
export const relatedWithinHours = 24

/**
 * Cents that would be handed over within a day if a payment were made in cash now; null where they are few. Out of cash that the
 * payer carries already, the clerk counts them alone; out of the bank, the bank counts what else it gave out as well.
 */
export type LargeHandOver = { largeCents: bigint | null; largeAtBankCents: bigint | null }

type Signed = { kind: SignatureKind; to: string; cents: bigint }

/**
 * Cents that pass the bank's counter within a day with cash that waits for its second signature; null where they are few, or
 * none do. Of what was moved it is one already, unless it waits for longer than that.
 */
export function largeWithSigned(
  { kind, to, cents }: Signed,
  moved: Record<CashPlace, bigint>,
): bigint | null {
  if (kind === 'return' && to !== 'bank') return null
  const within = to === 'bank' ? moved.bank : moved.cash_box
  const together = within > cents ? within : cents
  return isLargeCash(together) ? together : null
}

export const isLargeCash = (cents: bigint): boolean => cents >= largeCash
