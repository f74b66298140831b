import { Refusal } from '#app/domain/refusal.ts'
import { countTry, tryKey } from '#app/domain/staff/count-try.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { inTransaction } from '#app/platform/db.ts'
import { networkOf } from '#app/platform/network-of.ts'
import type { Language } from '#app/words/languages.ts'
import { asksAllowed } from './sign-in.ts'

type Ask = { email: string; language: Language; next: string; address: string }

/**
 * Takes note that somebody asked for a link. Whether a donor has the address is looked up by a job, so that the answer and
 * the work until it are the same for everyone. Refuses `too_many_attempts` from one network address; too many for one e-mail
 * address are silently passed over, or a stranger could lock someone out by asking.
 */
export async function askSignInLink({ email, language, next, address }: Ask): Promise<void> {
  // Counted apart from the rest: a refusal rolls back, and would forget the try.
  const tries = await inTransaction({ scope: { kind: 'public' } }, async (tx) => ({
    fromAddress: await countTry(tx, tryKey('donor-sign-in', networkOf(address))),
    toEmail: await countTry(tx, tryKey('donor-sign-in-email', email)),
  }))
  if (tries.fromAddress > asksAllowed.fromAddress) throw new Refusal('too_many_attempts', {}, 'email')
  if (tries.toEmail > asksAllowed.toEmail) return

  await inTransaction({ scope: { kind: 'public' } }, async (tx) => {
    const { id } = await tx.donorSignInAsk.create({ data: { email, language, next }, select: { id: true } })
    await enqueue(tx, 'donor.sign-in', { askId: id })
  })
}
