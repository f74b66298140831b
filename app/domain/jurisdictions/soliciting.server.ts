import { inTransaction } from '#app/platform/db.ts'
import type { RuleKind } from './rule.ts'

export type SolicitingRule = {
  id: string
  code: string
  version: number
  place: string
  kind: RuleKind
  summary: string
  source: string
  readOn: string
  /** Reviewed by counsel, so that no new gift is asked for; else staff are only warned. */
  blocks: boolean
}

/** What the rules of a fund's places say about asking for gifts at that moment, what blocks first. */
export const solicitingRules = (of: {
  fundId: string
  fundIds: string[]
  at: Date
}): Promise<SolicitingRule[]> =>
  inTransaction(
    { scope: { kind: 'staff', fundIds: of.fundIds } },
    (tx) => tx.$queryRaw<SolicitingRule[]>`
    select id, code, version, place, kind, summary, source, to_char(read_on, 'YYYY-MM-DD') as "readOn", blocks
      from rules_on_soliciting(${of.fundId}::uuid, ${of.at}) order by blocks desc, code, version`,
  )
