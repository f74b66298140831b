import {
  type SharedPart,
  sharedParts,
} from '#app/domain/disbursements/shared-bonds/shared-bond-parts.server.ts'
import { sharedStandings } from '#app/domain/disbursements/shared-bonds/shared-bond-standing.server.ts'
import { type Cents, cents, sum } from '#app/domain/money/cents.ts'
import type { Tx } from '#app/platform/db.ts'
import type { PostingFacts } from './posting-facts.server.ts'

/** A bond as the window sees it: what all funds that share it put in, at most. */
export type WholeAtWindow = {
  /** Of the parts, in their order; none where one fund pays alone. */
  parts: SharedPart[]
  sharedBondId: string | null
  principalCeiling: Cents
  feesCeiling: Cents
}

/** In a scope that shows the fund: what is carried to the window is the whole bond, whichever part was opened. */
export async function wholeAtWindow(
  tx: Tx,
  { facts, language }: { facts: PostingFacts; language: string },
): Promise<WholeAtWindow> {
  const { principalCeiling, feesCeiling } = facts
  const shared = (await sharedStandings(tx, [facts.id])).get(facts.id)
  if (!shared) return { parts: [], sharedBondId: null, principalCeiling, feesCeiling }
  const parts = await sharedParts(tx, { sharedBondId: shared.id, staff: { language } })
  return {
    ...{ parts, sharedBondId: shared.id },
    principalCeiling: sum(parts.map((part) => cents(part.principalCents))),
    feesCeiling: sum(parts.map((part) => cents(part.feesCents))),
  }
}
