import { type LockedBond, lockBond } from '#app/domain/bonds/lock-bond.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

/** The parts that funds have in a bond, mostly one. What is recorded of its papers is kept once, with the first of them. */
export type PaperBonds = [LockedBond, ...LockedBond[]]

/** How every act on a bond's papers begins: its rows locked, the person judged in each fund that has a part. */
export async function openPaperAct(tx: Tx, of: { staff: ActingStaff; bondId: string }): Promise<PaperBonds> {
  const bonds = await lockBond(tx, of.bondId)
  for (const { fundId } of bonds)
    await requireRole(tx, { staffId: of.staff.id, fundId, action: 'bonds:follow' })
  return bonds as PaperBonds
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
