import type { TrueReason } from '#app/domain/vault/reasons.ts'
import { trueReasons } from '#app/domain/vault/true-reasons.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { Agreement } from './reads/agreements.server.ts'

type Of = { caseCode: string; fundId: string }

/** The person of a paper's case, where they are of the paper's own fund: whose roles there judge the look. */
export async function personOfPaper(tx: Tx, { caseCode, fundId }: Of): Promise<string | null> {
  const [known] = await tx.$queryRaw<{ personId: string }[]>`
    select c.person_id as "personId" from person_case c join person p on p.id = c.person_id
     where c.case_code = ${caseCode} and p.fund_id = ${fundId}::uuid`
  return known?.personId ?? null
}

/**
 * Why one may ask who signed today: what is true of the person's case, or, of somebody whom only another fund knows or nobody
 * does, what the money of this paper says alone.
 */
export async function signerReasons(tx: Tx, agreement: Agreement): Promise<TrueReason[]> {
  const personId = await personOfPaper(tx, agreement)
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
