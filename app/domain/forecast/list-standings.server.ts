import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import type { FundState } from '#app/domain/funds/fund.ts'
import { inTransaction } from '#app/platform/db.ts'
import { readStanding, type Standing } from './read-standing.server.ts'

export type ListedStanding = Standing & { id: string; name: string; state: FundState }

/** The funds that donors give to, of those named, as they stand on the public page. */
export async function listStandings(of: { fundIds: string[]; language: string }): Promise<ListedStanding[]> {
  const { fundIds, language } = of
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const funds = await tx.fund.findMany({
      where: { id: { in: fundIds }, kind: { not: 'operating' } },
      orderBy: [{ position: 'asc' }, { slug: 'asc' }],
      select: { id: true, state: true, reserveFloorCents: true },
    })
    const names = await fundNames(tx, { fundIds, language })
    const listed: ListedStanding[] = []
    for (const { id, state, reserveFloorCents } of funds) {
      const standing = await readStanding(tx, { id, reserveFloorCents })
      listed.push({ id, name: names.get(id) ?? '', state: state as FundState, ...standing })
    }
    return listed
  })
}
