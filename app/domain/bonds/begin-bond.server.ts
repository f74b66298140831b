import type { Tx } from '#app/platform/db.ts'

type NewBond = {
  id: string
  fundId: string
  disbursementId: string
  kind: string
  caseCode: string
  principalCents: bigint
  receiptNumber: string
  postedAt: Date
}

/** A bond's life begins where its payment put it. */
export async function beginBond(tx: Tx, { by, ...bond }: NewBond & { by: string }): Promise<void> {
  await tx.bond.create({ data: { ...bond, state: 'posted' } })
  await tx.bondStateChange.create({
    data: { bondId: bond.id, toState: 'posted', changedBy: by, occurredAt: bond.postedAt },
  })
}
