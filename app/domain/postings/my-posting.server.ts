import { carriedFor } from '#app/domain/cash/own-advances.server.ts'
import { type AdvanceFor, advancesFor } from '#app/domain/cash/reads/advances-for.server.ts'
import { familyOfCase } from '#app/domain/copays/reads/family-of-case.server.ts'
import { add, type Cents } from '#app/domain/money/cents.ts'
import { inTransaction, widenToFund } from '#app/platform/db.ts'
import { openDetails } from './details.server.ts'
import type { PostingDetails } from './posting.ts'
import { type PostingFacts, postingFacts } from './posting-facts.server.ts'

export type MyPostingPage = PostingFacts & {
  details: PostingDetails
  /** What may be spent at most, principal and fees. */
  total: Cents
  /** Cash that was signed out to them, from which they may pay. */
  advances: AdvanceFor[]
  /** The advance that was signed out for it and is still with them: they say where it could not be posted. */
  carriedAdvanceId: string | null
  /** What a family has given for this case, for the form of what was paid. */
  family: Awaited<ReturnType<typeof familyOfCase>>
}

/** One that was given to this person and is not posted yet, without whom it is for. Null for every other. */
export const myPosting = (of: {
  staffId: string
  disbursementId: string
  language: string
}): Promise<MyPostingPage | null> =>
  inTransaction({ scope: { kind: 'poster', staffId: of.staffId } }, async (tx) => {
    const read = await postingFacts(tx, of)
    if (!read?.assignment) return null
    const { facts, assignment } = read
    // Only now, and only for the cash that they hold themselves: a poster's own scope shows no advance.
    await widenToFund(tx, facts.fundId)
    const advances = await advancesFor(tx, { ...of, fundId: facts.fundId, posterId: of.staffId })
    return {
      ...facts,
      details: openDetails(assignment.id, assignment.detailsSealed),
      total: add(facts.principalCeiling, facts.feesCeiling),
      advances: advances.filter(({ isMine }) => isMine),
      carriedAdvanceId: await carriedFor(tx, { ...of, posterId: of.staffId }),
      family: await familyOfCase(tx, facts),
    }
  })
