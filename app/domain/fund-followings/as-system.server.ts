import { inTransaction, type Tx } from '#app/platform/db.ts'

/** The work of the night belongs to nobody: one transaction that sees every schedule. */
export const asSystem = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction({ scope: { kind: 'system' } }, work)
