import { recordRefusedAttempt } from '#app/domain/audit/record-refused-attempt.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { countTry, refuseTooManyFrom, tryKey } from '#app/domain/staff/count-try.server.ts'
import { failuresAllowed, recordFailure } from '#app/domain/staff/failures.server.ts'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import type { Visit } from '#app/domain/staff/visit.ts'
import { inTransaction } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { takeCode } from './take-code.server.ts'

type SignIn = { email: string; code: string; visit: Visit }
type Session = { sessionId: string; staffId: string }

/** Every answer takes at least this long, so that the time tells nobody whether an address is known. Milliseconds. */
const answerTime = 400

/**
 * Begins a session for an address and its authenticator's current code. Refuses `sign_in_failed` and, after five tries
 * within 15 minutes, `too_many_attempts`: in the same words and time for an address that nobody has.
 */
export async function signInWithTotp(signIn: SignIn): Promise<Session> {
  const answeredFrom = delay(answerTime)
  try {
    return await attempt(signIn)
  } finally {
    await answeredFrom
  }
}

async function attempt({ email: typed, code, visit }: SignIn): Promise<Session> {
  await refuseTooManyFrom(visit.address)
  const email = typed.trim().toLowerCase()
  const key = tryKey('staff-totp', email)
  const outcome = await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    // Counted by e-mail address and before the code is looked at: alike for everyone, and one after another.
    if ((await countTry(tx, key)) > failuresAllowed) return { refusal: 'too_many_attempts' }
    const staff = await tx.staff.findFirst({ where: { email, disabledAt: null }, select: { id: true } })
    if (!staff) return { refusal: 'sign_in_failed' }
    if ((await takeCode(tx, staff.id, code)) !== 'accepted') {
      await recordFailure(tx, staff.id, 'totp_sign_in')
      return { refusal: 'sign_in_failed', staffId: staff.id }
    }
    await tx.rateLimit.deleteMany({ where: { key } })
    const staffId = staff.id
    return { session: { sessionId: await startSession(tx, { staffId, method: 'totp', visit }), staffId } }
  })
  // The try is counted, so the refusal comes after its transaction.
  if (outcome.session) return outcome.session
  await recordRefusedAttempt({
    actor: { kind: 'system' },
    action: 'staff.signed_in',
    subject: 'staff',
    ...(outcome.staffId ? { subjectId: outcome.staffId } : {}),
    reason: outcome.refusal,
  })
  throw new Refusal(outcome.refusal, {}, 'code')
}
