import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { matchedLines, openSides } from './account-page.server.ts'
import { listMatches } from './list-matches.server.ts'
import { otherSides } from './own-transfers.server.ts'
import { balanceOf, reachOf } from './reach.server.ts'

type Asked = {
  staff: { fundIds: string[] }
  accountId: string
  language: string
  month: string | null
  after: string | null
}

export type ListedStatement = {
  id: string
  format: string
  at: Date
  uploadedBy: string
  fromDay: string | null
  throughDay: string | null
  newLines: number | null
  withdrawn: string | null
}

/** All that the page of one bank account shows; null for one that is not there for this person. */
export async function bankAccountPage({ staff, accountId, language, month, after }: Asked) {
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const account = await tx.bankAccount.findUnique({
      where: { id: accountId },
      select: { id: true, name: true, last4: true, daysInTransit: true },
    })
    if (!account) return null
    const { here, operating } = await fundsAt(tx, accountId)
    const names = await fundNames(tx, { fundIds: [...here, ...staff.fundIds, operating], language })
    const named = (ids: string[]) => ids.map((id) => ({ id, name: names.get(id) ?? '' }))
    const statements = await listStatements(tx, accountId)
    const through = statements
      .flatMap(({ withdrawn, throughDay }) => (withdrawn === null && throughDay ? [throughDay] : []))
      .sort()
      .at(-1)
    const asked = { accountId, month }
    return {
      ...{ account, month, statements, through: through ?? null, funds: named(here) },
      fundIds: here.filter((id) => id !== operating),
      placeable: named([...staff.fundIds, operating].filter((id) => !here.includes(id))),
      months: await monthsOf(tx, accountId),
      ...{ reach: await reachOf(tx, accountId), balance: await balanceOf(tx, asked) },
      open: await openSides(tx, { ...asked, daysInTransit: account.daysInTransit, through: through ?? null }),
      others: await otherSides(tx, accountId),
      matched: await matchedLines(tx, asked),
      differences: (await listMatches(tx, { accountId, month: null, after: null, only: 'unexplained' }))
        .matches,
      list: await listMatches(tx, { ...asked, after, only: 'all' }),
    }
  })
}

async function fundsAt(tx: Tx, accountId: string): Promise<{ here: string[]; operating: string }> {
  const rows = await tx.$queryRaw<{ id: string; here: boolean; operating: boolean }[]>`
    select f.id::text, f.kind = 'operating' as operating,
           exists (select from bank_account_fund h where h.fund_id = f.id and h.bank_account_id = ${accountId}::uuid) as here
      from fund f order by f.position, f.slug`
  return {
    here: rows.filter(({ here }) => here).map(({ id }) => id),
    operating: rows.find(({ operating }) => operating)?.id ?? '',
  }
}

const monthsOf = async (tx: Tx, accountId: string): Promise<string[]> => {
  const rows = await tx.$queryRaw<{ month: string }[]>`
    select to_char(l.day, 'YYYY-MM') as month from standing_bank_line l where l.bank_account_id = ${accountId}::uuid
    union select to_char(v.day, 'YYYY-MM') from bank_movement v where v.bank_account_id = ${accountId}::uuid
    order by month desc limit 36`
  return rows.map(({ month }) => month)
}

const listStatements = (tx: Tx, accountId: string): Promise<ListedStatement[]> =>
  tx.$queryRaw<ListedStatement[]>`
    select s.id::text, s.format, s.occurred_at as at, p.name as "uploadedBy", i.from_day::text as "fromDay",
           i.through_day::text as "throughDay", i.new_lines as "newLines", w.reason as withdrawn
      from bank_statement s join staff p on p.id = s.uploaded_by
      left join bank_statement_import i on i.statement_id = s.id
      left join bank_statement_withdrawal w on w.statement_id = s.id
     where s.bank_account_id = ${accountId}::uuid order by s.occurred_at desc, s.id limit 36`
