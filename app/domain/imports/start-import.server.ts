import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { refundsUnsaid } from './import.ts'
import { isDonorList } from './layouts.ts'
import { openImport } from './lock-import.server.ts'
import { requireImporter } from './require-importer.server.ts'

type Start = {
  staff: ActingStaff
  batchId: string
  /** What the page showed, and what the person counted from their own books: null for a list of donors, which has no sum. */
  shown: { rows: number; cents: bigint }
  total: Cents | null
  /** Whether the person said that gifts that went back may come in whole, as far as the file does not say which they are. */
  takesRefundedWhole: boolean
  stepUpId: string
}

/**
 * Has a batch brought in, once everything in it is decided and the sum of what is taken is the one that was counted
 * elsewhere. Where the file does not say which gifts went back, the person says that they know. Refuses `import_unknown`, `import_is_elsewhere`, `every_row_is_decided`, `nothing_is_taken`, `rows_changed`,
 * `control_total_differs`, `refunds_are_unsaid`, `role_may_not` and `step_up_is_fresh_and_bound`.
 */
export async function startImport(of: Start): Promise<void> {
  const { staff, batchId, shown, total, takesRefundedWhole, stepUpId } = of
  const action = 'import.started'
  await attempt({ staff, action, subject: 'import', subjectId: batchId }, async (tx) => {
    const batch = await openImport(tx, batchId, ['preview'])
    const { fundIds, undecided, ...taken } = await countTaken(tx, batchId)
    await requireImporter(tx, staff.id, [batch.fundId, ...fundIds])
    if (undecided > 0) throw new Refusal('every_row_is_decided', { count: undecided })
    if (taken.rows === 0) throw new Refusal('nothing_is_taken')
    if (taken.rows !== shown.rows || taken.cents !== shown.cents) throw new Refusal('rows_changed')
    if (!isDonorList(batch.layout) && total !== taken.cents)
      throw new Refusal('control_total_differs', { total: total ?? 0n, found: taken.cents }, 'total')
    const isUnsaid =
      (await tx.importEvent.count({ where: { batchId, kind: 'read', reason: refundsUnsaid } })) > 0
    if (isUnsaid && !takesRefundedWhole) throw new Refusal('refunds_are_unsaid', {}, 'refunds')
    const bound = boundTo.startImport({ batchId, ...taken })
    await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: bound })

    await tx.importEvent.create({
      data: {
        ...{ batchId, kind: 'started', run: batch.run + 1, staffId: staff.id, stepUpId },
        ...{ ...taken, occurredAt: now() },
      },
    })
    await tx.importProgress.updateMany({ where: { batchId }, data: { done: 0n, total: BigInt(taken.rows) } })
    await enqueue(
      tx,
      'imports.bring-in',
      { batchId },
      { key: `imports.bring-in:${batchId}`, queue: 'imports' },
    )
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...{ action, subject: 'import', subjectId: batchId, fundId: batch.fundId },
      detail: { rows: taken.rows, cents: String(taken.cents), ...(isUnsaid ? { refundsUnsaid } : {}) },
    })
  })
}

type Taken = { rows: number; cents: bigint; undecided: number; fundIds: string[] }

async function countTaken(tx: Tx, batchId: string): Promise<Taken> {
  const [row] = await tx.$queryRaw<Taken[]>`
    select count(*) filter (where taken)::int as rows, coalesce(sum(amount_cents) filter (where taken), 0)::bigint as cents,
           count(*) filter (where undecided)::int as undecided,
           coalesce(array_agg(distinct fund_id::text) filter (where taken), '{}') as "fundIds"
      from import_row where batch_id = ${batchId}::uuid`
  return row ?? { rows: 0, cents: 0n, undecided: 0, fundIds: [] }
}
