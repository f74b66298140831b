import type { Tx } from '#app/platform/db.ts'

/** Two steps of one batch, or a step and a stop, wait for each other. */
export async function lockBatch(tx: Tx, batchId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`statement_batch:${batchId}`}, 0))::text`
}
