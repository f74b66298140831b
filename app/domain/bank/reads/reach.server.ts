import type { Tx } from '#app/platform/db.ts'

export type Reach = {
  /** The last day of which files tell all, as `2026-10-31`; null for an account at which no fund's money lies. */
  read: string | null
  /** The same, with the days after it of which a person said that nothing moved. */
  known: string | null
}

/** Through which day all that moved at an account is known. */
export async function reachOf(tx: Tx, accountId: string): Promise<Reach> {
  const [row] = await tx.$queryRaw<Reach[]>`
    select bank_read_through(${accountId}::uuid)::text as read, bank_known_through(${accountId}::uuid)::text as known`
  return row ?? { read: null, known: null }
}

export type BankBalance = {
  day: string
  /** What the bank said, and what it says beyond the books; cents. */
  saidCents: bigint
  differenceCents: bigint
  answered: { reason: string; by: string } | null
}

/** What the bank last said that the account holds, beside the books: as of the end of a month, or the last there is. */
export async function balanceOf(
  tx: Tx,
  of: { accountId: string; month: string | null },
): Promise<BankBalance | null> {
  const { accountId, month } = of
  const [row] = await tx.$queryRaw<
    {
      day: string
      saidCents: bigint
      differenceCents: bigint
      reason: string | null
      by: string | null
    }[]
  >`
    select d.as_of_day::text as day, d.said_cents as "saidCents", d.cents as "differenceCents", a.reason, p.name as by
      from bank_balance_difference(
             ${accountId}::uuid,
             coalesce((to_date(${month}::text, 'YYYY-MM') + interval '1 month')::date - 1, 'infinity'::date)) d
      left join lateral (select x.reason, x.answered_by from bank_balance_answer x
                          where x.bank_account_id = ${accountId}::uuid and x.difference_cents = d.cents
                          order by x.id desc limit 1) a on true
      left join staff p on p.id = a.answered_by`
  if (!row) return null
  const { day, saidCents, differenceCents, reason, by } = row
  return { day, saidCents, differenceCents, answered: reason ? { reason, by: by ?? '' } : null }
}
