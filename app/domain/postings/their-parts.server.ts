import type { Tx } from '#app/platform/db.ts'

/** In a poster's own scope: what of a case was given to them to post, a bond that funds share by its parts. */
export const theirParts = (tx: Tx, caseCode: string): Promise<{ id: string; fundId: string }[]> =>
  tx.disbursement.findMany({ where: { caseCode }, select: { id: true, fundId: true } })
