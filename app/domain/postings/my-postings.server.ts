import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction } from '#app/platform/db.ts'

export type MyPosting = {
  id: string
  fundName: string
  kind: string
  caseCode: string
  expiresAt: Date
}

/** What this person was given to post and has not posted, what ends first before the rest. */
export const myPostings = (of: { staffId: string; language: string }): Promise<MyPosting[]> =>
  inTransaction({ scope: { kind: 'poster', staffId: of.staffId } }, async (tx) => {
    const rows = await tx.disbursement.findMany({ orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }] })
    const fundIds = [...new Set(rows.map(({ fundId }) => fundId))]
    const names = await fundNames(tx, { fundIds, language: of.language })
    return rows.map(({ id, fundId, kind, caseCode, expiresAt }) => ({
      ...{ id, kind, caseCode, expiresAt },
      fundName: names.get(fundId) ?? '',
    }))
  })
