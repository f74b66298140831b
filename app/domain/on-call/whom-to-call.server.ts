import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type Turn, turns } from './turns.server.ts'

export type WhomToCall = {
  at: Date
  /** Who could say yes to this one now. */
  now: Turn[]
  /** Those who could, and whose turn begins soon. */
  soon: Turn[]
  /** How many more must say yes; null where it is approved. */
  missing: number | null
}

const soon = 72 * 60 * 60_000

/**
 * Whom to call about a disbursement that waits for a yes, or about one that was approved and needs another: who is on call,
 * but whoever proposed it or said yes already. Null where there is nothing left to ask.
 */
export const whomToCall = (of: { staff: ActingStaff; disbursementId: string }): Promise<WhomToCall | null> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => {
    const at = now()
    const standing = await standingOf(tx, of.disbursementId)
    if (!standing) return null
    const { fundId, state, proposedBy, approverIds, missing } = standing
    const waits = state === 'proposed'
    const out = waits ? [proposedBy, ...approverIds] : []
    const own = (await comingTurns(tx, [fundId], at)).filter(({ staffId }) => !out.includes(staffId))
    return {
      at,
      now: own.filter(({ startsAt }) => startsAt <= at),
      soon: own.filter(({ startsAt }) => startsAt > at),
      missing: waits ? missing : null,
    }
  })

/** Who answers in these funds now or within three days. */
export const comingTurns = (tx: Tx, fundIds: string[], at: Date): Promise<Turn[]> =>
  turns(tx, { fundIds, at, until: new Date(at.getTime() + soon) })

async function standingOf(tx: Tx, disbursementId: string) {
  const [row] = await tx.$queryRaw<
    { fundId: string; state: string; proposedBy: string; approverIds: string[]; missing: number }[]
  >`
    select d.fund_id as "fundId", d.state, d.proposed_by as "proposedBy",
           array(select a.approver_id::text from approval a where a.disbursement_id = d.id) as "approverIds",
           approvals_required(d.fund_id, (select coalesce(sum(l.ceiling_cents), 0)::bigint from disbursement_line l where l.disbursement_id = d.id))
             - (select count(*) from approval a where a.disbursement_id = d.id)::int as missing
      from disbursement d where d.id = ${disbursementId}::uuid and d.state in ('proposed', 'approved')`
  return row ?? null
}
