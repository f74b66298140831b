import type { Tx } from '#app/platform/db.ts'

/** What a percentage bond can cost beyond its deposit, in cents. */
export type Exposure = {
  caseCode: string
  /** The full bond that the judge set. */
  full: bigint
  /** Paid upon calls so far. */
  called: bigint
  /** What could still be called, open proposals counted. */
  left: bigint
  isForfeited: boolean
}

/** Null where the deposit was the whole bond. */
export async function exposureOf(tx: Tx, bondId: string): Promise<Exposure | null> {
  const [row] = await tx.$queryRaw<Exposure[]>`
    select b.case_code as "caseCode", b.exposure_cents as full, coalesce(made.called, 0)::bigint as called,
           (b.exposure_cents - b.principal_cents - coalesce(made.claimed, 0))::bigint as left,
           exists (select from bond_loss l where l.bond_id = b.id and l.kind = 'forfeited'
                      and not exists (select from bond_loss_reversal x where x.loss_id = l.id)) as "isForfeited"
      from bond b
      left join lateral (
        select sum(p.principal_cents) as called,
               sum(case when d.state in ('proposed', 'approved') then c.amount_cents else coalesce(p.principal_cents, 0) end) as claimed
          from forfeiture_call c join disbursement d on d.id = c.disbursement_id
          left join disbursement_payment p on p.disbursement_id = d.id where c.bond_id = b.id) made on true
     where b.id = ${bondId}::uuid and b.exposure_cents > b.principal_cents`
  return row ?? null
}

/** What courts could still call for beyond the deposits of a fund's bonds whose cases are not over, or that were forfeited. */
export async function exposureOfFund(tx: Tx, fundId: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ cents: bigint }[]>`
    select coalesce(sum(b.exposure_cents - b.principal_cents - coalesce(made.called, 0)), 0)::bigint as cents
      from bond b
      left join lateral (
        select sum(p.principal_cents) as called from forfeiture_call c
          join disbursement_payment p on p.disbursement_id = c.disbursement_id where c.bond_id = b.id) made on true
     where b.fund_id = ${fundId}::uuid and b.exposure_cents > b.principal_cents
       and (b.state = 'forfeited'
            or exists (select from account_balance a where a.fund_id = b.fund_id and a.sub = b.id::text
                          and a.code = 'bond_deposit' and a.balance_cents > 0))`
  return row?.cents ?? 0n
}
