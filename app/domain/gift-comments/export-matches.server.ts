import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { type ListedMatch, matchesIn } from './list-matches.server.ts'

/** The employers that gifts of these funds named, to leave the house as a file; who took it is kept. */
export async function exportMatches(of: {
  staff: { id: string; fundIds: string[] }
}): Promise<ListedMatch[]> {
  const { staff } = of
  const act = { action: 'comment.matches_exported', subject: 'comment' }
  return attempt({ staff, ...act }, async (tx) => {
    const matches = await matchesIn(tx)
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, detail: { gifts: matches.length } },
      ...(staff.fundIds.length === 1 && staff.fundIds[0] ? { fundId: staff.fundIds[0] } : {}),
    })
    return matches
  })
}
