import { db } from '#app/platform/db.ts'

/** The fund whose address says this, or null. */
export async function fundIdOf(slug: string): Promise<string | null> {
  const fund = await db().fund.findUnique({ where: { slug }, select: { id: true } })
  return fund?.id ?? null
}
