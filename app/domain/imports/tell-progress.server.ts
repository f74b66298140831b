import { inTransaction } from '#app/platform/db.ts'

type Progress = { batchId: string; done: number; total: number }

/** How far the work is, seen at once by whoever looks: in a transaction of its own. */
export async function tellProgress({ batchId, done, total }: Progress): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.importProgress.updateMany({ where: { batchId }, data: { done: BigInt(done), total: BigInt(total) } }),
  )
}
