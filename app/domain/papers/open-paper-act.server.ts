import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { type LockedBond, lockOwnPart } from '#app/domain/bonds/lock-bond.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

/** How every act on a bond's papers begins: the bond locked, the person judged. */
export async function openPaperAct(tx: Tx, of: { staff: ActingStaff; bondId: string }): Promise<LockedBond> {
  const { bond } = await lockOwnPart(tx, of.bondId)
  await requireRole(tx, { staffId: of.staff.id, fundId: bond.fundId, action: 'bonds:follow' })
  return bond
}

/** The person of the bond's case; null where the vault knows nobody by this code. */
export async function personOfBond(tx: Tx, bondId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ personId: string }[]>`
    select c.person_id as "personId" from bond b join person_case c on c.case_code = b.case_code
     where b.id = ${bondId}::uuid`
  return row?.personId ?? null
}

/** Refuses `papers_are_of_their_case` for an original of someone else. */
export async function refuseForeignDocument(
  tx: Tx,
  of: { bondId: string; documentId: string | null; field?: string },
): Promise<void> {
  if (of.documentId === null) return
  const personId = await personOfBond(tx, of.bondId)
  const found = personId && (await tx.personDocument.count({ where: { id: of.documentId, personId } }))
  if (!found) throw new Refusal('papers_are_of_their_case', {}, of.field ?? 'documentId')
}

type Told = { staff: ActingStaff; bond: LockedBond; action: string; detail: Record<string, string | number> }

export const tellAudit = (tx: Tx, { staff, bond, action, detail }: Told): Promise<void> =>
  recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action,
    subject: 'bond',
    subjectId: bond.id,
    fundId: bond.fundId,
    detail,
  })
