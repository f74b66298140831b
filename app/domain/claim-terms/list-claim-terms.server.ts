import { db } from '#app/platform/db.ts'

export type ListedTerm = {
  id: string
  place: string
  bondKind: string
  days: number | null
  years: number | null
  source: string
  readOn: Date
  /** Whoever wrote it does not record its review. */
  writtenById: string
  /** Null until counsel has looked at it. */
  review: { counsel: string; on: Date } | null
}

/** Every term by place, the newest of a place first. */
export async function listClaimTerms(): Promise<ListedTerm[]> {
  const rows = await db().claimTerm.findMany({
    orderBy: [{ place: 'asc' }, { bondKind: 'asc' }, { readOn: 'desc' }, { recordedAt: 'desc' }],
    omit: { recordedAt: true },
    include: { review: true },
  })
  return rows.map(({ review, recordedBy, ...term }) => ({
    ...term,
    writtenById: recordedBy,
    review: review && { counsel: review.counsel, on: review.reviewedOn },
  }))
}
