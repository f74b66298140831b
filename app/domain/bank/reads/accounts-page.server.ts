import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { operatingFundId } from '#app/domain/stripe-mirror/operating-fund.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.ts'

export type ListedAccount = {
  id: string
  name: string
  last4: string
  funds: string[]
  /** Lines that stand, and those of them that no match explains; sizes, without their signs. */
  lines: bigint
  linesCents: bigint
  openLines: bigint
  openCents: bigint
  through: string | null
}

/** The bank accounts of which someone with these funds may see all that lies there. */
export const listAccounts = (of: { fundIds: string[]; language: string }): Promise<ListedAccount[]> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, (tx) => accountsIn(tx, of))

/** What may lie on a new account: the funds of whoever opens it, and the organization's own money. */
export const fundsOfNewAccount = async (fundIds: string[]): Promise<string[]> =>
  fundIds.length > 0 ? [...fundIds, await operatingFundId(db())] : []

async function accountsIn(tx: Tx, of: { language: string }): Promise<ListedAccount[]> {
  const rows = await tx.$queryRaw<(Omit<ListedAccount, 'funds'> & { fundIds: string[] })[]>`
    select b.id::text, b.name, b.last4,
           array(select distinct h.fund_id::text from bank_account_fund h where h.bank_account_id = b.id) as "fundIds",
           count(l.id) as lines, coalesce(sum(abs(l.amount_cents)), 0)::bigint as "linesCents",
           count(l.id) filter (where l.match_id is null) as "openLines",
           coalesce(sum(abs(l.amount_cents)) filter (where l.match_id is null), 0)::bigint as "openCents",
           (select max(i.through_day) from bank_statement s join bank_statement_import i on i.statement_id = s.id
             where s.bank_account_id = b.id
               and not exists (select from bank_statement_withdrawal w where w.statement_id = s.id))::text as through
      from bank_account b left join standing_bank_line l on l.bank_account_id = b.id
     group by b.id order by b.name, b.last4, b.id`
  const names = await fundNames(tx, {
    fundIds: rows.flatMap(({ fundIds }) => fundIds),
    language: of.language,
  })
  return rows.map(({ fundIds, ...row }) => ({
    ...row,
    funds: fundIds.map((id) => names.get(id) ?? '').sort(),
  }))
}
