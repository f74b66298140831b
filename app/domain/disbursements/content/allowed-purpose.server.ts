import { type DisbursementKind, isBondKind } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

/**
 * The version of the fund's published purpose that allows this spending on its date. Purpose match is a promise to donors:
 * what the published words do not allow is refused (`purpose_not_allowed`, `purpose_is_of_its_kind`).
 */
export async function allowedPurposeVersion(
  tx: Tx,
  spending: { fundId: string; kind: DisbursementKind | 'forfeiture_call'; purposeCode: string; at: Date },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ version: number; account: string | null }[]>`
    select v.version, (select c.account from fund_purpose_code a join purpose_code c on c.code = a.purpose_code
                        where a.fund_id = v.fund_id and a.version = v.version and a.purpose_code = ${spending.purposeCode}) as account
      from fund_purpose v
     where v.fund_id = ${spending.fundId}::uuid and v.effective_from <= ${spending.at}
     order by v.version desc limit 1`
  if (!row?.account) throw new Refusal('purpose_not_allowed', {}, 'purposeCode')
  const fits = isBondKind(spending.kind)
    ? spending.purposeCode === spending.kind
    : (row.account === 'bond_deposit') === (spending.kind === 'forfeiture_call')
  if (!fits) throw new Refusal('purpose_is_of_its_kind', {}, 'purposeCode')
  return row.version
}
