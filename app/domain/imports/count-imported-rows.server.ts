import { inTransaction } from '#app/platform/db.ts'

/**
 * Tells the database how many rows its tables have by now. It looks by itself only once a minute, and would ask about the
 * rows of a large file as if they were a few. In a transaction of its own: others wait for the same only so long.
 */
export async function countImportedRows(): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, (tx) => tx.$executeRaw`select count_imported_rows()`)
}
