import { db } from '#app/platform/db.ts'

export type ListedDisclosure = {
  id: string
  place: string
  version: number
  effectiveFrom: Date
  effectiveUntil: Date | null
  source: string
  readOn: Date
  /** It stands on receipts too, beside the giving page. */
  onReceipts: boolean
  texts: { language: string; body: string }[]
  /** Whoever wrote it does not record its review. */
  writtenById: string
  /** Null until counsel has read it. */
  review: { counsel: string; on: Date } | null
}

/** Every version by state, the newest of a state first. */
export async function listDisclosures(): Promise<ListedDisclosure[]> {
  const rows = await db().stateDisclosure.findMany({
    orderBy: [{ place: 'asc' }, { version: 'desc' }],
    omit: { recordedAt: true },
    include: { review: true, texts: { select: { language: true, body: true } } },
  })
  return rows.map(({ review, recordedBy, ...row }) => ({
    ...row,
    writtenById: recordedBy,
    review: review && { counsel: review.counsel, on: review.reviewedOn },
  }))
}
