import type { Tx } from '#app/platform/db.ts'
import type { StateReason } from '../changes.ts'
import type { FundState } from '../fund.ts'
import { type ClosingKind, type ClosingTo, closingKind } from './closing.ts'
import { leftOf } from './left.server.ts'
import { beforeClosing, nextByTwo } from './may-close.server.ts'

export type ClosingProposal = {
  id: string
  to: ClosingTo
  kind: ClosingKind
  reason: StateReason
  by: { id: string; name: string }
  at: Date
}

/**
 * Where two administrators may move a fund, what of it is left where it closes or has closed, what waits for the second of
 * them, and how it was decided before.
 */
export async function closingOf(tx: Tx, fund: { id: string; state: FundState }) {
  const rows = await tx.$queryRaw<(ProposalRow & { outcome: string | null; decidedBy: string | null })[]>`
    select c.id, c.to_state as "to", c.reason,
           (select x.to_state from fund_state_change x where x.fund_id = c.fund_id and x.recorded_at < c.recorded_at
             order by x.id desc limit 1) as "from", s.id as "byId", s.name as "byName", c.recorded_at as at, d.outcome,
           o.name as "decidedBy", d.recorded_at as "decidedAt"
      from fund_closing c join staff s on s.id = c.proposed_by
      left join fund_closing_decision d on d.closing_id = c.id left join staff o on o.id = d.decided_by
     where c.fund_id = ${fund.id}::uuid order by c.recorded_at desc limit 20`
  const all = rows.map(({ byId, byName, from, ...row }) => ({
    ...{ ...row, kind: closingKind({ from, to: row.to }) },
    by: { id: byId, name: byName },
  }))
  const ends = fund.state === 'closing' || fund.state === 'closed'
  return {
    state: fund.state,
    next: await nextByTwo(tx, fund),
    left: ends ? await leftOf(tx, fund.id) : null,
    giftEnded: (await beforeClosing(tx, fund.id))?.giftEnded ?? false,
    waits: all.find(({ outcome }) => !outcome) ?? null,
    decided: all.filter(({ outcome }) => outcome),
  }
}

type ProposalRow = Omit<ClosingProposal, 'by' | 'kind'> & {
  from: string | null
  byId: string
  byName: string
  decidedAt: Date | null
}
