import { lockHolds } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/**
 * What nobody confirmed within its seven days is removed: the address was typed by someone, and that is all we know. It stays
 * while a legal demand is open for the day on which it was typed, whichever the fund: a sign-up is of none.
 */
export async function eraseUnconfirmed(): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await lockHolds(tx)
    await tx.$executeRaw`
      delete from mail_sign_up
       where confirmed_at is null and expires_at <= ${now()} and not record_is_on_hold(null, local_day(asked_at))`
  })
}
