import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { sharedStandings } from '#app/domain/disbursements/shared-bonds/shared-bond-standing.server.ts'
import { inTransaction, widenToFunds } from '#app/platform/db.ts'

export type MyPosting = {
  id: string
  fundName: string
  kind: string
  caseCode: string
  expiresAt: Date
}

/** What this person was given to post and has not posted, what ends first before the rest; one that funds share stands once. */
export const myPostings = (of: { staffId: string; language: string }): Promise<MyPosting[]> =>
  inTransaction({ scope: { kind: 'poster', staffId: of.staffId } }, async (tx) => {
    const rows = await tx.disbursement.findMany({ orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }] })
    const fundIds = [...new Set(rows.map(({ fundId }) => fundId))]
    const names = await fundNames(tx, { fundIds, language: of.language })
    // That parts belong together is known in their funds only, each of which gave them one.
    await widenToFunds(tx, fundIds)
    const shared = await sharedStandings(
      tx,
      rows.map(({ id }) => id),
    )
    const bonds = new Map<string, typeof rows>()
    for (const row of rows) {
      const bond = shared.get(row.id)?.id ?? row.id
      bonds.set(bond, [...(bonds.get(bond) ?? []), row])
    }
    return [...bonds.values()].flatMap((parts) => {
      const [first] = parts
      if (!first) return []
      const { id, kind, caseCode, expiresAt } = first
      const fundName = parts.map(({ fundId }) => names.get(fundId) ?? '').join(', ')
      return [{ id, kind, caseCode, expiresAt, fundName }]
    })
  })
