import type { Tx } from '#app/platform/db.ts'

/** The fund that the organization's own costs and movements without an owner fall on. */
export async function operatingFundId(tx: Tx): Promise<string> {
  const { id } = await tx.fund.findFirstOrThrow({ where: { kind: 'operating' }, select: { id: true } })
  return id
}
