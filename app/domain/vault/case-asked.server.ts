import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { isOfCase, type VaultField } from './fields.ts'

/**
 * Of which case these fields are meant: the one that was named, or a person's only one; null where all of them are the
 * person's own. Refuses (`case_missing`) where it must be said which, and what is no case of the person.
 */
export async function caseAsked(
  tx: Tx,
  of: { personId: string; caseCode: string | null; fields: readonly VaultField[] },
): Promise<string | null> {
  const { personId, caseCode, fields } = of
  if (!fields.some(isOfCase)) return null
  const cases = await tx.personCase.findMany({ where: { personId }, select: { caseCode: true } })
  if (caseCode === null && cases.length < 2) return cases[0]?.caseCode ?? null
  if (!cases.some((each) => each.caseCode === caseCode)) throw new Refusal('case_missing', {}, 'caseCode')
  return caseCode
}
