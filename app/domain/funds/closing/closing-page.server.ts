import type { Tx } from '#app/platform/db.ts'
import type { StateReason } from '../changes.ts'
import type { FundState } from '../fund.ts'
import type { ClosingTo } from './closing.ts'
import { beforeClosing, nextByTwo } from './may-close.server.ts'

export type ClosingProposal = {
  id: string
  to: ClosingTo
  reason: StateReason
  by: { id: string; name: string }
  at: Date
}

/** Where two administrators may move a fund, what of it waits for the second, and how it was decided before. */
export async function closingOf(tx: Tx, fund: { id: string; state: FundState }) {
  const rows = await tx.$queryRaw<(ProposalRow & { outcome: string | null; decidedBy: string | null })[]>`
    select c.id, c.to_state as "to", c.reason, s.id as "byId", s.name as "byName", c.recorded_at as at, d.outcome,
           o.name as "decidedBy", d.recorded_at as "decidedAt"
      from fund_closing c join staff s on s.id = c.proposed_by
      left join fund_closing_decision d on d.closing_id = c.id left join staff o on o.id = d.decided_by
     where c.fund_id = ${fund.id}::uuid order by c.recorded_at desc limit 20`
  const all = rows.map(({ byId, byName, ...row }) => ({ ...row, by: { id: byId, name: byName } }))
  return {
    state: fund.state,
    next: await nextByTwo(tx, fund),
    giftEnded: (await beforeClosing(tx, fund.id))?.giftEnded ?? false,
    waits: all.find(({ outcome }) => !outcome) ?? null,
    decided: all.filter(({ outcome }) => outcome),
  }
}

type ProposalRow = Omit<ClosingProposal, 'by'> & { byId: string; byName: string; decidedAt: Date | null }
