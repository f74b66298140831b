import type { Tx } from '#app/platform/db.ts'

/** What a percentage bond can cost beyond its deposit, in cents. */
export type Exposure = {
  caseCode: string
  /** The full bond that the judge set, as it was said last; of a shared bond this fund's part of it. */
  full: bigint
  /** Paid upon calls so far. */
  called: bigint
  /** What could still be called, open proposals counted. */
  left: bigint
  isForfeited: boolean
}

/** Null where the deposit was the whole bond, as far as anyone said. */
export async function exposureOf(tx: Tx, bondId: string): Promise<Exposure | null> {
  const found = await callableOf(tx, bondId)
  return found && found.full > found.deposit ? found : null
}

/** The same of any bond, with its deposit: nothing is left of one whose deposit was the whole. Null for an unknown bond. */
export async function callableOf(tx: Tx, bondId: string): Promise<(Exposure & { deposit: bigint }) | null> {
  const [row] = await tx.$queryRaw<(Exposure & { deposit: bigint })[]>`
    select b.case_code as "caseCode", b.principal_cents as deposit, bond_exposure_cents(b.id) as full,
           bond_called_cents(b.id) as called, bond_is_forfeited(b.id) as "isForfeited",
           bond_exposure_cents(b.id) - b.principal_cents - bond_claimed_cents(b.id) as left
      from bond b where b.id = ${bondId}::uuid`
  return row ?? null
}

/** What courts could still call for beyond the deposits of a fund's bonds whose cases are not over, or that were forfeited. */
export async function exposureOfFund(tx: Tx, fundId: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ cents: bigint }[]>`
    select coalesce(sum(bond_exposure_cents(b.id) - b.principal_cents - bond_called_cents(b.id)), 0)::bigint as cents
      from bond b
     where b.fund_id = ${fundId}::uuid and b.kind = 'court_bail' and bond_exposure_cents(b.id) > b.principal_cents
       and (b.state = 'forfeited'
            or exists (select from account_balance a where a.fund_id = b.fund_id and a.sub = b.id::text
                          and a.code = 'bond_deposit' and a.balance_cents > 0))`
  return row?.cents ?? 0n
}
