import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

/** Whether someone manages every fund in which the other holds a role. Nobody does for a person without any. */
export async function managesPerson(tx: Tx, of: { managerId: string; staffId: string }): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ manages: boolean }[]>`
    select manages_person(${of.managerId}::uuid, ${of.staffId}::uuid) as manages`
  return row?.manages ?? false
}

/** Whether someone was named, a week ago at least, as a trustee of every fund in which the other holds a role. */
export async function trustedForPerson(tx: Tx, of: { trusteeId: string; staffId: string }): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ trusted: boolean }[]>`
    select trusted_for_person(${of.trusteeId}::uuid, ${of.staffId}::uuid) as trusted`
  return row?.trusted ?? false
}

/** Refuses `recovery_is_by_administrators_of_all_their_funds`. */
export async function requireManagesPerson(
  tx: Tx,
  of: { managerId: string; staffId: string },
): Promise<void> {
  if (!(await managesPerson(tx, of))) throw new Refusal('recovery_is_by_administrators_of_all_their_funds')
}
