import type { TrueReason } from '#app/domain/vault/reasons.ts'
import { trueReasons } from '#app/domain/vault/true-reasons.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { Agreement } from './reads/agreements.server.ts'

/** The person of a case, as far as the scope shows them. */
export async function personInSight(tx: Tx, caseCode: string): Promise<string | null> {
  const known = await tx.personCase.findUnique({ where: { caseCode }, select: { personId: true } })
  return known?.personId ?? null
}

/**
 * Why one may ask who signed today: what is true of the person's case, or, of somebody whom only another fund knows or nobody
 * does, what the money of this paper says alone.
 */
export async function signerReasons(tx: Tx, agreement: Agreement): Promise<TrueReason[]> {
  const personId = await personInSight(tx, agreement.caseCode)
  if (personId === null) return reasonsOfMoney(agreement)
  const known = await trueReasons(tx, personId)
  return known.filter(({ caseCodes }) => caseCodes.includes(agreement.caseCode))
}

function reasonsOfMoney({ caseCode, held, posted, isAwaited }: Agreement): TrueReason[] {
  const isTheirs = held > 0n || posted > 0n
  const caseCodes = [caseCode]
  return [
    ...(isTheirs ? [{ reason: 'return_of_money' as const, caseCodes }] : []),
    ...(isTheirs || isAwaited ? [{ reason: 'family_paper' as const, caseCodes }] : []),
  ]
}
