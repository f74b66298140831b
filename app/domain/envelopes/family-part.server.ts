import { readAgreements } from '#app/domain/copays/reads/agreements.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

type Of = { fundId: string; caseCode: string; familyPart: Cents }

/**
 * What is held for the family of a case, and by which paper this much of it is posted; no paper where nothing is. Refuses more than
 * any one of their papers holds.
 */
export async function familyPartFor(
  tx: Tx,
  { fundId, caseCode, familyPart }: Of,
): Promise<{ held: bigint; agreementId: string }> {
  const unclaimed = (await readAgreements(tx, { fundId, caseCode })).filter((one) => one.unclaimed > 0n)
  const held = unclaimed.reduce((sum, one) => sum + one.unclaimed, 0n)
  if (familyPart === 0n) return { held, agreementId: '' }
  const fitting = unclaimed.find((one) => one.unclaimed >= familyPart)
  if (fitting) return { held, agreementId: fitting.id }
  const [most] = unclaimed.map((one) => one.unclaimed).sort((a, b) => (a < b ? 1 : -1))
  throw new Refusal('family_part_exceeds_what_is_held', { held: most ?? 0n }, 'familyPart')
}
