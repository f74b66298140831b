import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { inTransaction } from '#app/platform/db.ts'

const system = { scope: { kind: 'system' } } as const

/**
 * Tells the administrators of a fund, once for each draw, that it was not confirmed in time. Its envelope froze by the clock
 * itself: this only sees to it that somebody knows.
 */
export async function tellFrozen(at: Date): Promise<void> {
  const late = await inTransaction(system, (tx) =>
    tx.envelopeDraw.findMany({
      where: { confirmBy: { lte: at }, envelopeDrawConfirmation: null },
      orderBy: { disbursementId: 'asc' },
    }),
  )
  for (const { disbursementId, envelopeId, fundId, drawnBy, amountCents } of late)
    await inTransaction(system, async (tx) => {
      const { caseCode } = await tx.disbursement.findUniqueOrThrow({ where: { id: disbursementId } })
      await tellAdministrators(tx, {
        ...{ fundId, event: 'night_frozen', by: drawnBy, key: disbursementId, caseCode, amountCents },
        path: `/admin/envelopes/${envelopeId}`,
      })
    })
}
