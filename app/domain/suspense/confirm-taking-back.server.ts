import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { AccountRef } from '#app/domain/ledger/accounts.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { reverse } from '#app/domain/ledger/reverse.ts'
import type { Transfer } from '#app/domain/ledger/transfer.ts'
import { cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { openTakingBack, refuseClosedMonth } from './open-taking-back.server.ts'
import { type Named, sourceOf } from './suspense.ts'

/**
 * The second person: each transfer of what was said is undone by one that names it, and the movement waits again. Refuses
 * `taking_back_unknown`, `role_may_not`, `suspense_taking_back_is_decided_once`, `assignment_is_taken_back_by_another`, and
 * `assignment_lies_in_a_closed_month` where that month was closed since it was asked.
 */
export async function confirmTakingBack(act: {
  staff: { id: string; fundIds: string[] }
  reversalId: string
  /** A fresh proof of presence, bound to this reversal. */
  stepUpId: string
}): Promise<void> {
  const { staff, reversalId, stepUpId } = act
  await attempt(
    { staff, action: 'suspense.taken_back', subject: 'suspense_reversal', subjectId: reversalId },
    async (tx) => {
      const asked = await openTakingBack(tx, { reversalId, staffId: staff.id })
      if (asked.askedBy === staff.id) throw new Refusal('assignment_is_taken_back_by_another')
      if (asked.dated === 'then') await refuseClosedMonth(tx, asked)
      await requireStepUp(tx, {
        ...{ stepUpId, staffId: staff.id, boundTo: boundTo.takeBackSuspense(reversalId) },
      })
      const at = now()
      await tx.suspenseReversalDecision.create({
        data: { reversalId, decision: 'confirmed', decidedBy: staff.id, stepUpId, occurredAt: at },
      })
      const { occurredAt, transfers } = await undone(tx, asked)
      await postTransfers(tx, {
        ...{ source: { kind: 'suspense_reversal', id: reversalId }, transfers },
        occurredAt: asked.dated === 'then' ? (occurredAt ?? at) : at,
        ...(new Set(transfers.map(({ fundId }) => fundId)).size > 1 ? { linkId: randomUUID() } : {}),
      })
      await recordAudit(tx, {
        ...{ actor: { kind: 'staff', id: staff.id }, action: 'suspense.taken_back' },
        ...{ subject: 'suspense', subjectId: asked.txnId, fundId: asked.fundId },
        detail: { as: asked.kind },
      })
    },
  )
}

type Row = {
  id: bigint
  fundId: string
  debit: string
  debitSub: string
  credit: string
  creditSub: string
  amount: bigint
  occurredAt: Date
}

async function undone(tx: Tx, named: Named): Promise<{ occurredAt: Date | null; transfers: Transfer[] }> {
  const rows = await tx.$queryRaw<Row[]>`
    select t.id, t.fund_id as "fundId", d.code as debit, d.sub as "debitSub", c.code as credit, c.sub as "creditSub",
           t.amount_cents as amount, t.occurred_at as "occurredAt"
      from ledger_transfer t
      join ledger_account d on d.id = t.debit_account_id join ledger_account c on c.id = t.credit_account_id
     where t.source_kind = 'suspense_assignment' and t.source_id = ${sourceOf(named)} order by t.id`
  const transfers = rows.map(({ id, fundId, amount, ...row }, part) => ({
    ...reverse(
      {
        ...{ code: 'suspense_assigned' as const, fundId, amount: cents(amount) },
        ...{ debit: refOf(row.debit, row.debitSub), credit: refOf(row.credit, row.creditSub) },
      },
      part,
    ),
    reverses: id,
  }))
  return { occurredAt: rows[0]?.occurredAt ?? null, transfers }
}

const refOf = (account: string, sub: string): AccountRef => (sub ? { account, sub } : account) as AccountRef
