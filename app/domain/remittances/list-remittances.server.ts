import { inTransaction } from '#app/platform/db.ts'

const shownAtMost = 100

export type ListedRemittance = {
  id: string
  payer: string
  reference: string
  state: string
  receivedOn: Date
  totalCents: bigint
  placedCents: bigint
  lines: number
}

/** The payments that this person may see whole: those still open first, the oldest on top, then what is done, the newest on top. */
export async function listRemittances({
  staff,
}: {
  staff: { fundIds: string[] }
}): Promise<ListedRemittance[]> {
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const select = {
      include: { remittanceLines: { select: { receivedCents: true, interestCents: true } } },
      take: shownAtMost,
    }
    const open = await tx.remittance.findMany({
      where: { state: 'open' },
      orderBy: [{ receivedOn: 'asc' }, { recordedAt: 'asc' }],
      ...select,
    })
    const over = await tx.remittance.findMany({
      where: { state: { not: 'open' } },
      orderBy: { recordedAt: 'desc' },
      ...select,
    })
    return [...open, ...over].map((row) => ({
      id: row.id,
      payer: row.payer,
      reference: row.reference,
      state: row.state,
      receivedOn: row.receivedOn,
      totalCents: row.totalCents,
      placedCents: row.remittanceLines.reduce(
        (sum, line) => sum + line.receivedCents + line.interestCents,
        0n,
      ),
      lines: row.remittanceLines.length,
    }))
  })
}
