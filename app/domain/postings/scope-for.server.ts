import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { inTransaction, type Scope } from '#app/platform/db.ts'

/**
 * The narrowest scope in which this person sees a disbursement: as what was given to them, or else as one of their funds'.
 * Null where in none.
 */
export async function scopeFor(of: { staff: ActingStaff; disbursementId: string }): Promise<Scope | null> {
  const { staff, disbursementId } = of
  const scopes: Scope[] = [
    { kind: 'poster', staffId: staff.id },
    { kind: 'staff', fundIds: staff.fundIds },
  ]
  for (const scope of scopes) {
    const seen = await inTransaction({ scope }, (tx) =>
      tx.disbursement.count({ where: { id: disbursementId } }),
    )
    if (seen > 0) return scope
  }
  return null
}
