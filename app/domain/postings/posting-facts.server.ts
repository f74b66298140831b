import { openPayees, openVenue } from '#app/domain/disbursements/content/sealed.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import type { Tx } from '#app/platform/db.ts'

export type PostingFacts = {
  id: string
  fundId: string
  fundName: string
  kind: string
  caseCode: string
  state: string
  contentHash: string
  venue: string
  payees: string[]
  principalCeiling: Cents
  feesCeiling: Cents
  expiresAt: Date
  /** Who goes to the window; null where nobody was chosen. */
  posterName: string | null
}

type Read = { facts: PostingFacts; assignment: { id: string; detailsSealed: Uint8Array } | null }

/** What was approved, as the window needs it. Null where the scope does not show it. */
export async function postingFacts(
  tx: Tx,
  of: { disbursementId: string; language: string },
): Promise<Read | null> {
  const row = await tx.disbursement.findUnique({
    where: { id: of.disbursementId },
    include: {
      disbursementLines: true,
      postingAssignments: {
        where: { withdrawal: null },
        select: { id: true, detailsSealed: true, poster: { select: { name: true } } },
      },
    },
  })
  if (!row) return null
  const { id, fundId, kind, caseCode, state, contentHash, expiresAt } = row
  const ceiling = (line: string) =>
    cents(row.disbursementLines.find((each) => each.kind === line)?.ceilingCents ?? 0n)
  const names = await fundNames(tx, { fundIds: [fundId], language: of.language })
  const assignment = row.postingAssignments[0] ?? null
  return {
    facts: {
      ...{ id, fundId, kind, caseCode, state, contentHash, expiresAt },
      fundName: names.get(fundId) ?? '',
      venue: openVenue(id, row.venueSealed),
      payees: openPayees(id, row.payeesSealed),
      principalCeiling: ceiling('principal'),
      feesCeiling: ceiling('fees'),
      posterName: assignment?.poster.name ?? null,
    },
    assignment,
  }
}
