import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Named, sourceOf } from './suspense.ts'

type Opened = Named & { id: string; dated: string; askedBy: string; fundId: string; kind: string }

/** What somebody asked to take back and nobody decided about. Refuses `taking_back_unknown`, `role_may_not` and `suspense_taking_back_is_decided_once`. */
export async function openTakingBack(tx: Tx, of: { reversalId: string; staffId: string }): Promise<Opened> {
  const asked = await tx.suspenseReversal.findUnique({
    where: { id: of.reversalId },
    include: { suspenseReversalDecision: true, assignment: true },
  })
  if (!asked) throw new Refusal('taking_back_unknown')
  await refuseUnlessTheirs(tx, { staffId: of.staffId, named: asked })
  if (asked.suspenseReversalDecision) throw new Refusal('suspense_taking_back_is_decided_once')
  const { id, txnId, number, dated, askedBy, assignment } = asked
  return { id, txnId, number, dated, askedBy, fundId: assignment.fundId, kind: assignment.kind }
}

/** Whoever may say it may take it back. */
export async function refuseUnlessTheirs(tx: Tx, of: { staffId: string; named: Named }): Promise<void> {
  const { txnId, number } = of.named
  const [row] = await tx.$queryRaw<{ may: boolean }[]>`
    select may_name_as(${of.staffId}::uuid, ${txnId}, ${number}::int) as may`
  if (!row?.may) throw new Refusal('role_may_not')
}

/** A closed month keeps what it said: what lies in it is corrected as of today. */
export async function refuseClosedMonth(tx: Tx, named: Named): Promise<void> {
  const [row] = await tx.$queryRaw<{ closed: boolean }[]>`
    select exists (select from ledger_transfer t where t.source_kind = 'suspense_assignment'
                      and t.source_id = ${sourceOf(named)} and t.occurred_at < books_closed_through()) as closed`
  if (row?.closed) throw new Refusal('assignment_lies_in_a_closed_month', {}, 'dated')
}
