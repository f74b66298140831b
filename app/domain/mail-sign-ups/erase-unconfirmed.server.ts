import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/** What nobody confirmed within its seven days is removed: the address was typed by someone, and that is all we know. */
export async function eraseUnconfirmed(): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.mailSignUp.deleteMany({ where: { confirmedAt: null, expiresAt: { lte: now() } } }),
  )
}
