import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import { hashToken, randomToken } from '#app/platform/crypto.ts'
import { inTransaction } from '#app/platform/db.ts'

/**
 * Switches a person's own calendar on, or gives it a new address: the old one answers no more from this moment. The token
 * is answered once and kept nowhere; the database has its digest.
 */
export async function startFeed(of: {
  staff: { id: string; fundIds: string[] }
}): Promise<{ token: string }> {
  const { staff } = of
  const token = randomToken()
  await inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    // Two presses of the button wait for each other, so that one address is left.
    await tx.$queryRaw`select s.id from staff s where s.id = ${staff.id}::uuid for no key update`
    const at = now()
    const { count } = await tx.calendarFeed.updateMany({
      where: { staffId: staff.id, endedAt: null },
      data: { endedAt: at },
    })
    await tx.calendarFeed.create({
      data: { staffId: staff.id, tokenHash: hashToken(token), startedAt: at },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'calendar.started',
      subject: 'staff',
      subjectId: staff.id,
      detail: { renewed: count > 0 },
    })
  })
  return { token }
}
