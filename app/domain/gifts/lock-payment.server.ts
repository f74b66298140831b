import type { Tx } from '#app/platform/db.ts'

/**
 * Holds one payment until the transaction ends: its papers and what is asked of Stripe about it are decided by one at a time. What
 * the decision rests on is read after this. Payments are append-only for this role, which a row lock would
 * contradict.
 */
export const lockPayment = (tx: Tx, paymentId: string) =>
  tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${paymentId}, 0))::text`
