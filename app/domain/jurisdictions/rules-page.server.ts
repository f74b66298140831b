import { db, inTransaction } from '#app/platform/db.ts'
import type { RuleEffect, RuleKind } from './rule.ts'

export type ListedRule = {
  id: string
  code: string
  version: number
  place: string
  kind: RuleKind
  effect: RuleEffect
  bondKind: string | null
  summary: string
  capCents: bigint | null
  bondCount: number | null
  periodDays: number | null
  validFrom: Date
  validUntil: Date | null
  source: string
  readOn: Date
  /** Null until counsel has looked at this version. */
  review: { counsel: string; on: Date } | null
}

export type PlacedFund = { id: string; places: string[] }

/** The latest version of every rule by place, and which of these funds fall under which place. */
export async function rulesPage(of: {
  fundIds: string[]
}): Promise<{ rules: ListedRule[]; funds: PlacedFund[] }> {
  const rows = await db().jurisdictionRule.findMany({
    distinct: ['code'],
    orderBy: [{ code: 'asc' }, { version: 'desc' }],
    omit: { recordedBy: true, recordedAt: true },
    include: { ruleReview: true },
  })
  const places = await inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, (tx) =>
    tx.fundPlace.findMany({ orderBy: { place: 'asc' }, select: { fundId: true, place: true } }),
  )
  return {
    rules: rows
      .map(({ ruleReview, kind, effect, ...rule }) => ({
        ...rule,
        kind: kind as RuleKind,
        effect: effect as RuleEffect,
        review: ruleReview && { counsel: ruleReview.counsel, on: ruleReview.reviewedOn },
      }))
      .sort((one, other) => one.place.localeCompare(other.place)),
    funds: of.fundIds.map((id) => ({
      id,
      places: places.filter(({ fundId }) => fundId === id).map(({ place }) => place),
    })),
  }
}
