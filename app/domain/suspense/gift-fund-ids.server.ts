import { db } from '#app/platform/db.ts'

/** Those of these funds that donors give to, as they stand on the public page. */
export async function giftFundIds(fundIds: string[]): Promise<string[]> {
  const funds = await db().fund.findMany({
    where: { id: { in: fundIds }, kind: { not: 'operating' } },
    orderBy: [{ position: 'asc' }, { slug: 'asc' }],
    select: { id: true },
  })
  return funds.map(({ id }) => id)
}
