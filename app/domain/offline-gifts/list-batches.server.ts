import { inTransaction } from '#app/platform/db.ts'

const shownAtMost = 100

export type ListedBatch = {
  id: string
  reference: string
  state: string
  keptIn: string
  depositedOn: Date
  controlCents: bigint
  controlPieces: number
  enteredCents: bigint
  lines: number
}

/** The batches that this person may see whole: those still open first, the oldest on top, then what is done, the newest on top. */
export async function listBatches({ staff }: { staff: { fundIds: string[] } }): Promise<ListedBatch[]> {
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const select = { include: { offlineBatchLines: { select: { amountCents: true } } }, take: shownAtMost }
    const open = await tx.offlineBatch.findMany({
      where: { state: 'open' },
      orderBy: [{ depositedOn: 'asc' }, { recordedAt: 'asc' }],
      ...select,
    })
    const over = await tx.offlineBatch.findMany({
      where: { state: { not: 'open' } },
      orderBy: { recordedAt: 'desc' },
      ...select,
    })
    return [...open, ...over].map(({ offlineBatchLines: lines, ...row }) => ({
      ...{ id: row.id, reference: row.reference, state: row.state, keptIn: row.keptIn },
      ...{ depositedOn: row.depositedOn, controlCents: row.controlCents, controlPieces: row.controlPieces },
      enteredCents: lines.reduce((sum, { amountCents }) => sum + amountCents, 0n),
      lines: lines.length,
    }))
  })
}
