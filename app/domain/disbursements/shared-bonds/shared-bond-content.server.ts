import type { Tx } from '#app/platform/db.ts'
import { openPayees } from '../content/sealed.server.ts'
import { sharedContentHash } from './pay-shared-bond.server.ts'

/** What binds a payment of the whole: every part in their order, their content, and whom each fund may pay. The scope shows each. */
export async function sharedContent(
  tx: Tx,
  sharedBondId: string,
): Promise<{ ids: string[]; contentHash: string; payees: string[] }> {
  const rows = await tx.sharedBondPart.findMany({
    where: { sharedBondId },
    orderBy: { position: 'asc' },
    include: { disbursement: { select: { id: true, contentHash: true, payeesSealed: true } } },
  })
  const parts = rows.map(({ disbursement }) => disbursement)
  return {
    ids: parts.map(({ id }) => id),
    contentHash: sharedContentHash(parts),
    payees: payeesOfAll(parts),
  }
}

/** Whom each of the funds may pay. */
export function payeesOfAll(rows: readonly { id: string; payeesSealed: Uint8Array }[]): string[] {
  const [first = [], ...others] = rows.map((row) => openPayees(row.id, row.payeesSealed))
  return first.filter((payee) => others.every((payees) => payees.includes(payee)))
}
