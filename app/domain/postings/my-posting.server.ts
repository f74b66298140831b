import { inTransaction } from '#app/platform/db.ts'
import { openDetails } from './details.server.ts'
import type { PostingDetails } from './posting.ts'
import { type PostingFacts, postingFacts } from './posting-facts.server.ts'

export type MyPostingPage = PostingFacts & { details: PostingDetails }

/** One that was given to this person and is not posted yet, without whom it is for. Null for every other. */
export const myPosting = (of: {
  staffId: string
  disbursementId: string
  language: string
}): Promise<MyPostingPage | null> =>
  inTransaction({ scope: { kind: 'poster', staffId: of.staffId } }, async (tx) => {
    const read = await postingFacts(tx, of)
    if (!read?.assignment) return null
    return { ...read.facts, details: openDetails(read.assignment.id, read.assignment.detailsSealed) }
  })
