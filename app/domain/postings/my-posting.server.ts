import { type AdvanceFor, advancesFor } from '#app/domain/cash/reads/advances-for.server.ts'
import { largeHandOver } from '#app/domain/cash/reads/large-hand-over.server.ts'
import { heldForCase } from '#app/domain/copays/held-for-case.server.ts'
import { familyOfCase } from '#app/domain/copays/reads/family-of-case.server.ts'
import { add, type Cents } from '#app/domain/money/cents.ts'
import { inTransaction, widenToFund } from '#app/platform/db.ts'
import { openDetails } from './details.server.ts'
import type { PostingDetails } from './posting.ts'
import { type PostingFacts, postingFacts } from './posting-facts.server.ts'

export type MyPostingPage = PostingFacts & {
  details: PostingDetails
  /** What may be spent at most of the fund's money, principal and fees. */
  total: Cents
  /** What of a family's money is held for this bond, to be handed over with it. */
  familyHeld: Cents
  /** What would be handed over in cash within a day, where that is large. */
  largeCents: bigint | null
  /** Cash that was signed out to them, from which they may pay. */
  advances: AdvanceFor[]
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
    const total = add(facts.principalCeiling, facts.feesCeiling)
    const familyHeld = await heldForCase(tx, facts)
    return {
      ...facts,
      details: openDetails(assignment.id, assignment.detailsSealed),
      total,
      familyHeld,
      largeCents: await largeHandOver(tx, {
        disbursementIds: [facts.id],
        together: add(total, familyHeld),
      }),
      advances: advances.filter(({ isMine }) => isMine),
      family: await familyOfCase(tx, facts),
    }
  })
