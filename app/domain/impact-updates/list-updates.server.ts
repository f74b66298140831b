import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction } from '#app/platform/db.ts'

export type ListedUpdate = {
  id: string
  title: string
  fundName: string
  composedBy: string
  composedAt: Date
  publishedAt: Date | null
}

const mostShown = 100

/** The updates of these funds, the newest first; drafts among them. */
export async function listUpdates(of: {
  fundIds: string[]
  language: string
  fundSlug: string | null
}): Promise<ListedUpdate[]> {
  return inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => {
    const rows = await tx.impactUpdate.findMany({
      where: { fundId: { in: of.fundIds }, ...(of.fundSlug ? { fund: { slug: of.fundSlug } } : {}) },
      orderBy: [{ recordedAt: 'desc' }],
      take: mostShown,
      include: { impactUpdateTexts: true, impactUpdatePublication: true, composedByStaff: true },
    })
    const names = await fundNames(tx, { fundIds: of.fundIds, language: of.language })
    return rows.map((update) => {
      const text = (language: string) =>
        update.impactUpdateTexts.find((each) => each.language === language)?.title
      return {
        ...{ id: update.id, title: text(of.language) ?? text('en') ?? '' },
        ...{ fundName: names.get(update.fundId) ?? '', composedBy: update.composedByStaff.name },
        composedAt: update.occurredAt,
        publishedAt: update.impactUpdatePublication?.occurredAt ?? null,
      }
    })
  })
}
