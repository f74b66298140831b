import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/** Switches a person's own calendar off: its address answers no more. Off already, it stays off. */
export async function endFeed(of: { staff: { id: string; fundIds: string[] } }): Promise<void> {
  const { staff } = of
  await inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const { count } = await tx.calendarFeed.updateMany({
      where: { staffId: staff.id, endedAt: null },
      data: { endedAt: now() },
    })
    if (count === 0) return
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'calendar.ended',
      subject: 'staff',
      subjectId: staff.id,
    })
  })
}
