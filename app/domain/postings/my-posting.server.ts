import type { LargeHandOver } from '#app/domain/cash/large-cash.ts'
import { type CarriedCash, carriedFor } from '#app/domain/cash/own-advances.server.ts'
import { type AdvanceFor, advancesFor } from '#app/domain/cash/reads/advances-for.server.ts'
import { largeHandOver } from '#app/domain/cash/reads/large-hand-over.server.ts'
import { heldForCase } from '#app/domain/copays/held-for-case.server.ts'
import { familyOfCase } from '#app/domain/copays/reads/family-of-case.server.ts'
import {
  type PartAdvances,
  partAdvances,
} from '#app/domain/disbursements/shared-bonds/part-advances.server.ts'
import { sharedContent } from '#app/domain/disbursements/shared-bonds/shared-bond-content.server.ts'
import { cardsOfFund } from '#app/domain/expenses/cards-of-fund.server.ts'
import { add, type Cents, zero } from '#app/domain/money/cents.ts'
import { inTransaction, type Tx, widenToFund, widenToFunds } from '#app/platform/db.ts'
import { openDetails } from './details.server.ts'
import type { PostingDetails } from './posting.ts'
import { type PostingFacts, postingFacts } from './posting-facts.server.ts'
import { theirParts } from './their-parts.server.ts'
import { type WholeAtWindow, wholeAtWindow } from './whole-at-window.server.ts'

export type MyPostingPage = PostingFacts &
  WholeAtWindow &
  LargeHandOver & {
    details: PostingDetails
    /** What may be spent at most of the funds' money, principal and fees. */
    total: Cents
    /** What of a family's money is held for this bond, to be handed over with it. */
    familyHeld: Cents
    /** Cash that was signed out to them, from which they may pay. */
    advances: AdvanceFor[]
    /** The fund's cards, by their last four digits. */
    cards: string[]
    /** The same of a shared bond, by its parts; none where one fund pays alone. */
    partAdvances: PartAdvances[]
    /** Cash that was signed out for it, of each part, and is still with them: they say where it could not be posted. */
    carried: CarriedCash[]
    /** What a family has given for this case, for the form of what was paid. */
    family: Awaited<ReturnType<typeof familyOfCase>> | null
  }

type Asked = { staffId: string; disbursementId: string; language: string }

/** One that was given to this person and is not posted yet, without whom it is for. Null for every other. */
export const myPosting = (of: Asked): Promise<MyPostingPage | null> =>
  inTransaction({ scope: { kind: 'poster', staffId: of.staffId } }, async (tx) => {
    const read = await postingFacts(tx, of)
    if (!read?.assignment) return null
    const { facts, assignment } = read
    const theirs = await theirParts(tx, facts.caseCode)
    // Only now: a poster's own scope shows neither an advance nor what other funds put in.
    await widenToFund(tx, facts.fundId)
    const whole = await wholeAtWindow(tx, { facts, language: of.language })
    const total = add(whole.principalCeiling, whole.feesCeiling)
    const details = openDetails(assignment.id, assignment.detailsSealed)
    if (!whole.sharedBondId)
      return { ...facts, ...whole, details, total, ...(await alone(tx, of, facts, total)) }

    if (whole.parts.some((part) => !theirs.some(({ fundId }) => fundId === part.fundId))) return null
    await widenToFunds(
      tx,
      theirs.map(({ fundId }) => fundId),
    )
    const shared = await sharedContent(tx, whole.sharedBondId)
    return {
      ...{ ...facts, ...whole, details, total, contentHash: shared.contentHash, payees: shared.payees },
      ...{ familyHeld: zero, advances: [], cards: [], family: null },
      partAdvances: await partAdvances(tx, { ...whole, posterId: of.staffId }),
      carried: await carriedFor(tx, { posterId: of.staffId, disbursementIds: shared.ids }),
      ...(await largeHandOver(tx, { disbursementIds: shared.ids, together: total })),
    }
  })

/** What one fund's own bond has beside it: the cash that they hold themselves, and a family's money. */
async function alone(tx: Tx, of: Asked, facts: PostingFacts, total: Cents) {
  const advances = await advancesFor(tx, { ...of, fundId: facts.fundId, posterId: of.staffId })
  const familyHeld = await heldForCase(tx, facts)
  return {
    familyHeld,
    ...(await largeHandOver(tx, { disbursementIds: [facts.id], together: add(total, familyHeld) })),
    advances: advances.filter(({ isMine }) => isMine),
    cards: await cardsOfFund(tx, facts.fundId),
    partAdvances: [],
    carried: await carriedFor(tx, { posterId: of.staffId, disbursementIds: [facts.id] }),
    family: await familyOfCase(tx, facts),
  }
}
