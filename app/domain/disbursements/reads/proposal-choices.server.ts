import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { Reader } from './disbursement-page.server.ts'
import { fundNames } from './fund-names.server.ts'

export type ProposalFund = { id: string; name: string; freeCents: bigint; purposeCodes: string[] }

/** The funds that this person may propose from, what is free in each, and what its published purpose allows today. */
export async function proposalChoices({ staff }: { staff: Reader }): Promise<ProposalFund[]> {
  const fundIds = staff.fundIds.filter((fundId) =>
    may(
      staff.roles.filter((held) => held.fundId === fundId).map(({ role }) => role),
      'disbursements:propose',
    ),
  )
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const names = await fundNames(tx, { fundIds, language: staff.language })
    const allowed = await tx.$queryRaw<{ fund_id: string; codes: string[] }[]>`
      select f.id as fund_id, array_agg(a.purpose_code order by a.purpose_code) as codes
        from fund f
        join lateral (select version from fund_purpose v where v.fund_id = f.id and v.effective_from <= now()
                       order by version desc limit 1) current on true
        join fund_purpose_code a on a.fund_id = f.id and a.version = current.version
       where f.id = any(${fundIds}::uuid[]) and f.state <> 'closed' group by f.id, f.position, f.slug order by f.position, f.slug`
    const choices: ProposalFund[] = []
    for (const { fund_id: id, codes } of allowed) {
      choices.push({
        id,
        name: names.get(id) ?? '',
        freeCents: await freeToCommit(tx, id),
        purposeCodes: codes,
      })
    }
    return choices
  })
}
