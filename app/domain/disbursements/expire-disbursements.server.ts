import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { moneyIsUnderWay } from '#app/domain/bond-preparation/preparation.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { changeState } from './change-state.server.ts'
import { enteredUntil } from './entered-until.ts'
import { type LockedDisbursement, lockDisbursement } from './lock-disbursement.server.ts'
import { release } from './reservation.server.ts'

const system = { scope: { kind: 'system' } } as const

/**
 * Ends what nobody approved or paid within its time, and frees what was reserved. What was paid in time may be entered until noon
 * of the next working day, so what was approved stands until then. Once cash is out nothing expires.
 * Each in a transaction of its own, so that one that waits for a lock does not hold the others.
 */
export async function expireDisbursements(): Promise<void> {
  const at = now()
  const due = await inTransaction(system, (tx) =>
    tx.disbursement.findMany({
      where: { state: { in: ['proposed', 'approved'] }, expiresAt: { lte: at } },
      orderBy: { id: 'asc' },
      select: { id: true },
    }),
  )
  for (const { id } of due) await expire(id, at)
}

const expire = (id: string, at: Date): Promise<void> =>
  inTransaction(system, async (tx) => {
    const disbursement = await lockDisbursement(tx, id)
    const waits = disbursement.state === 'proposed' || disbursement.state === 'approved'
    if (!waits || (await endOf(disbursement)) > at) return
    if (disbursement.cashIsOut || moneyIsUnderWay(disbursement.preparation)) return

    await changeState(tx, { disbursementId: id, from: disbursement.state, to: 'expired', by: null, at })
    await release(tx, disbursement, { kind: 'expired', at })
    await recordAudit(tx, {
      actor: { kind: 'system' },
      action: 'disbursement.expired',
      subject: 'disbursement',
      subjectId: id,
      fundId: disbursement.fundId,
    })
  })

async function endOf({ state, expiresAt }: LockedDisbursement): Promise<Date> {
  if (state === 'proposed') return expiresAt
  const { timezone } = await organization()
  return enteredUntil(expiresAt, timezone)
}
