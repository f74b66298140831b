import { type AuditEntry, recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { Tx } from '#app/platform/db.ts'
import type { LockedBond } from './lock-bond.server.ts'

type Told = Pick<AuditEntry, 'action' | 'detail'> & { staff: ActingStaff; bonds: readonly LockedBond[] }

/** In the audit of every fund that has a part, as done to its own. */
export async function tellAudit(tx: Tx, { staff, bonds, ...told }: Told): Promise<void> {
  for (const bond of bonds)
    await recordAudit(tx, {
      ...told,
      actor: { kind: 'staff', id: staff.id },
      subject: 'bond',
      subjectId: bond.id,
      fundId: bond.fundId,
    })
}
