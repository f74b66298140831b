import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { type OnAdvance, openAdvanceAct } from './open-advance-act.server.ts'

/** Takes back a sign-out that nobody has confirmed: nothing had moved. */
export async function withdrawAdvance(withdrawn: Omit<OnAdvance, 'occurredAt'>): Promise<void> {
  const { staff, advanceId } = withdrawn
  await attempt(
    { staff, action: 'advance.withdrawn', subject: 'advance', subjectId: advanceId },
    async (tx) => {
      const { advance, at } = await openAdvanceAct(tx, 'withdraw', { staff, advanceId })
      await tx.advanceWithdrawal.create({ data: { advanceId, withdrawnBy: staff.id, occurredAt: at } })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'advance.withdrawn',
        subject: 'advance',
        subjectId: advanceId,
        fundId: advance.fundId,
      })
    },
  )
}
