import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { freeOf, type Holdings } from './free-to-commit.ts'

/** Where a fund's money is, in cents. */
export type Standing = Holdings & {
  freeCents: bigint
  /** At Stripe, and on its way from there: never committed before it is in the bank. */
  atStripeCents: bigint
  inTransitCents: bigint
  /** Cash and checks with posters. */
  advancesCents: bigint
  outOnBondsCents: bigint
  dueBackCents: bigint
}

export async function readStanding(
  tx: Tx,
  fund: { id: string; reserveFloorCents: bigint },
): Promise<Standing> {
  const balances = await fundBalances(tx, fund.id)
  const reserved = await tx.reservation.aggregate({
    where: { fundId: fund.id, held: true },
    _sum: { amountCents: true },
  })
  const held = {
    bankCents: balances.bank ?? 0n,
    cashBoxCents: balances.cash_box ?? 0n,
    familiesCents: balances.copay_held ?? 0n,
    reservedCents: reserved._sum.amountCents ?? 0n,
    coveredCents: await coveredCents(tx, fund.id),
    expensesDueCents: (balances.card_payable ?? 0n) + (balances.reimbursement_due ?? 0n),
    reserveFloorCents: fund.reserveFloorCents,
  }
  return {
    ...held,
    freeCents: freeOf(held),
    atStripeCents: balances.stripe ?? 0n,
    inTransitCents: balances.in_transit ?? 0n,
    advancesCents: balances.advance ?? 0n,
    outOnBondsCents: balances.bond_deposit ?? 0n,
    dueBackCents: balances.refund_due ?? 0n,
  }
}

async function coveredCents(tx: Tx, fundId: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ cents: bigint }[]>`
    select covered_by_advances_cents(${fundId}::uuid) as cents`
  return row?.cents ?? 0n
}
