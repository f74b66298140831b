import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { inTransaction, type Scope } from '#app/platform/db.ts'

/**
 * Whoever is named by an envelope need not see its fund: that it names them is proved in their own narrow scope, and never
 * changes. Its draws are then judged by the whole fund. For all others it is as much as they see anyway.
 */
export async function scopeToDraw(of: { staff: ActingStaff; envelopeId: string }): Promise<Scope> {
  const { staff, envelopeId } = of
  const named = await inTransaction({ scope: { kind: 'poster', staffId: staff.id } }, (tx) =>
    tx.nightEnvelope.findUnique({ where: { id: envelopeId }, select: { fundId: true } }),
  )
  return { kind: 'staff', fundIds: named ? [named.fundId] : staff.fundIds }
}
