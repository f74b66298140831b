import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

type Spent = { fundId: string; position: number; day: string; purposeCode: string }

/**
 * The version of the fund's published purpose that was in force when the day ended, where it allows this purpose and the purpose
 * is one of spending: bail is a deposit and has a way of its own.
 */
export async function allowedOn(tx: Tx, { fundId, position, day, purposeCode }: Spent): Promise<number> {
  const [row] = await tx.$queryRaw<{ version: number; account: string }[]>`
    select a.version, c.account from fund_purpose_code a join purpose_code c on c.code = a.purpose_code
     where a.fund_id = ${fundId}::uuid and a.purpose_code = ${purposeCode}
       and a.version = purpose_version_on(${fundId}::uuid, ${day}::date)`
  const at = `lines[${position}].purposeCode`
  if (!row) throw new Refusal('purpose_not_allowed', {}, at)
  if (row.account === 'bond_deposit') throw new Refusal('expense_purpose_is_spending', {}, at)
  return row.version
}
