import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { inTransaction } from '#app/platform/db.ts'

export type ClaimFund = { id: string; name: string; purposeCodes: string[] }

/**
 * The funds in which this person may claim, and what each has published that it spends on, now or before: which of it a day
 * allows is judged when the day is known.
 */
export async function claimChoices({ staff }: { staff: Reader }): Promise<ClaimFund[]> {
  const fundIds = fundsWhere(staff, 'expenses:claim')
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const names = await fundNames(tx, { fundIds, language: staff.language })
    const rows = await tx.$queryRaw<{ id: string; codes: string[] }[]>`
      select f.id, array_agg(distinct a.purpose_code) filter (where c.account <> 'bond_deposit') as codes
        from fund f join fund_purpose v on v.fund_id = f.id and v.effective_from <= now()
        join fund_purpose_code a on a.fund_id = f.id and a.version = v.version
        join purpose_code c on c.code = a.purpose_code
       where f.id = any(${fundIds}::uuid[]) and f.state <> 'closed' group by f.id, f.position, f.slug order by f.position, f.slug`
    return rows.flatMap(({ id, codes }) =>
      codes ? [{ id, name: names.get(id) ?? '', purposeCodes: codes }] : [],
    )
  })
}
