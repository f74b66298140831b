import { db, type Tx } from '#app/platform/db.ts'

/** Of these funds the ones that still take something new, in the order in which they were named. */
export async function notClosed(fundIds: string[], tx?: Tx): Promise<string[]> {
  const rows = await (tx ?? db()).fund.findMany({
    where: { id: { in: fundIds }, state: { not: 'closed' } },
    select: { id: true },
  })
  return fundIds.filter((fundId) => rows.some(({ id }) => id === fundId))
}
