import type { Tx } from '#app/platform/db.ts'

/** What the other side of a move between own accounts can be: an account, or a line there that no match explains. */
export type OtherSides = {
  accounts: { id: string; name: string; last4: string }[]
  lines: { id: bigint; account: string; day: string; amount: bigint }[]
}

/** Farther apart, two lines of one amount are hardly one move. */
const daysApart = 31
const shownAtMost = 100

/** The other accounts that the reader sees whole, and their lines that are the opposite of one that stands alone here. */
export async function otherSides(tx: Tx, accountId: string): Promise<OtherSides> {
  const accounts = await tx.bankAccount.findMany({
    where: { id: { not: accountId } },
    select: { id: true, name: true, last4: true },
    orderBy: [{ name: 'asc' }, { last4: 'asc' }],
  })
  const lines = await tx.$queryRaw<OtherSides['lines']>`
    select o.id, a.name || ' ' || a.last4 as account, o.day::text as day, o.amount_cents as amount
      from standing_bank_line o join bank_account a on a.id = o.bank_account_id
     where o.bank_account_id <> ${accountId}::uuid and o.match_id is null
       and exists (select from standing_bank_line l
                    where l.bank_account_id = ${accountId}::uuid and l.match_id is null and l.amount_cents = -o.amount_cents
                      and abs(l.day - o.day) <= ${daysApart})
     order by o.day, o.id limit ${shownAtMost}`
  return { accounts, lines }
}
