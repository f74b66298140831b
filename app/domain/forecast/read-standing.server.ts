import { exposureOfFund } from '#app/domain/forfeiture-calls/exposure.server.ts'
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
  /** The fund's own: a family's part inside a bond goes back to the family. */
  outOnBondsCents: bigint
  dueBackCents: bigint
  familiesPostedCents: bigint
  /** What courts could still call for beyond the deposits of percentage bonds. */
  exposureCents: bigint
}

export async function readStanding(
  tx: Tx,
  fund: { id: string; reserveFloorCents: bigint },
): Promise<Standing> {
  const balances = await fundBalances(tx, fund.id)
  const families = await familiesPosted(tx, fund.id)
  const reserved = await tx.reservation.aggregate({
    where: { fundId: fund.id, held: true },
    _sum: { amountCents: true },
  })
  const [envelopes] = await tx.$queryRaw<{ held: bigint }[]>`
    select held_by_envelopes_cents(${fund.id}::uuid) as held`
  const held = {
    bankCents: balances.bank ?? 0n,
    cashBoxCents: balances.cash_box ?? 0n,
    familiesCents: balances.copay_held ?? 0n,
    reservedCents: reserved._sum.amountCents ?? 0n,
    nightsCents: envelopes?.held ?? 0n,
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
    outOnBondsCents: (balances.bond_deposit ?? 0n) - families.deposited,
    dueBackCents: (balances.refund_due ?? 0n) - families.due,
    familiesPostedCents: families.deposited + families.due,
    exposureCents: await exposureOfFund(tx, fund.id),
  }
}

/** A bond's money is deposited or due, never both, and the family's part is where the rest is. */
async function familiesPosted(tx: Tx, fundId: string): Promise<{ deposited: bigint; due: bigint }> {
  const [row] = await tx.$queryRaw<{ deposited: bigint; due: bigint }[]>`
    select coalesce(-sum(p.balance_cents) filter (where d.id is null), 0)::bigint as deposited,
           coalesce(-sum(p.balance_cents) filter (where d.id is not null), 0)::bigint as due
      from account_balance p
      left join account_balance d on d.fund_id = p.fund_id and d.sub = p.sub and d.code = 'refund_due' and d.balance_cents > 0
     where p.fund_id = ${fundId}::uuid and p.code = 'copay_posted'`
  return row ?? { deposited: 0n, due: 0n }
}

async function coveredCents(tx: Tx, fundId: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ cents: bigint }[]>`
    select covered_by_advances_cents(${fundId}::uuid) as cents`
  return row?.cents ?? 0n
}
