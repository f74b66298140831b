import { readPreparations } from '#app/domain/bond-preparation/read-preparations.server.ts'
import { withCashOut } from '#app/domain/cash/read-advance.server.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Standing, whyNot } from './acts.ts'
import { sharedStandings } from './shared-bonds/shared-bond-standing.server.ts'

/** What this person may approve or pay now. */
export async function waitingDisbursements(tx: Tx, { personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.disbursement.findMany({
    where: { state: { in: ['proposed', 'approved'] } },
    include: {
      disbursementLines: true,
      approvals: { select: { approverId: true } },
      postingAssignments: { where: { withdrawal: null }, select: { posterId: true } },
    },
    orderBy: { expiresAt: 'asc' },
    take: 500,
  })
  const at = now()
  const out = await withCashOut(tx, rows)
  const ids = rows.map(({ id }) => id)
  const shared = await sharedStandings(tx, ids)
  const preparationOf = await readPreparations(tx, ids)
  return rows.flatMap((row): Waiting[] => {
    const standing: Standing = {
      ...row,
      approverIds: row.approvals.map(({ approverId }) => approverId),
      cashIsOut: out.has(row.id),
      preparation: preparationOf(row.id),
      posterId: row.postingAssignments[0]?.posterId ?? null,
      shared: shared.get(row.id) ?? null,
    }
    const act = row.state === 'proposed' ? 'approve' : 'pay'
    if (whyNot(act, standing, personIn(row.fundId), at)) return []
    return [
      {
        act,
        to: `/admin/disbursements/${row.id}`,
        fundId: row.fundId,
        caseCode: row.caseCode,
        amountCents: row.disbursementLines.reduce((sum, line) => sum + line.ceilingCents, 0n),
        since: row.occurredAt,
        dueAt: row.expiresAt,
      },
    ]
  })
}
