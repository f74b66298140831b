import { Refusal } from '#app/domain/refusal.ts'
import { countTry, tryKey } from '#app/domain/staff/count-try.server.ts'
import { inTransaction } from '#app/platform/db.ts'

/** Screens of one form within 15 minutes: every question several times over. */
const mostScreens = 60

/** Refuses `too_many_tries` for a form that is sent by a program. Counted by the form, since no address is kept. */
export async function refuseTooManyScreens(token: string): Promise<void> {
  const sent = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    countTry(tx, tryKey('help-form', token)),
  )
  if (sent > mostScreens) throw new Refusal('too_many_tries')
}
