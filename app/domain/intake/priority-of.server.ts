import type { Tx } from '#app/platform/db.ts'

/** The policy of a fund as it stands now; null where it has said nothing. */
export async function priorityOf(tx: Tx, fundId: string): Promise<string[] | null> {
  const policy = await tx.priorityPolicy.findFirst({
    where: { fundId },
    orderBy: { id: 'desc' },
    select: { criteria: true },
  })
  return policy?.criteria ?? null
}
