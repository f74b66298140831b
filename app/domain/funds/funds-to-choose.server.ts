import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { db } from '#app/platform/db.ts'

export type FundToChoose = { id: string; slug: string; name: string }

/** Funds of one person of staff, in their published order, to narrow a page to one of them. */
export async function fundsToChoose(of: { fundIds: string[]; language: string }): Promise<FundToChoose[]> {
  if (of.fundIds.length === 0) return []
  const names = await fundNames(db(), of)
  const funds = await db().fund.findMany({
    where: { id: { in: of.fundIds } },
    select: { id: true, slug: true },
    orderBy: [{ position: 'asc' }, { slug: 'asc' }],
  })
  return funds.map(({ id, slug }) => ({ id, slug, name: names.get(id) ?? slug }))
}
