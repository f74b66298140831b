import { Refusal } from '#app/domain/refusal.ts'
import { takeChallenge } from '#app/domain/staff/challenge.server.ts'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import type { Visit } from '#app/domain/staff/visit.ts'
import { inTransaction } from '#app/platform/db.ts'
import { noteUse } from './note-use.server.ts'
import { verifyPasskey } from './verify-passkey.server.ts'

type SignIn = {
  challengeId: string
  /** The browser's answer, as JSON. */
  answer: string
  visit: Visit
}

/** Begins a session for whom the passkey belongs to. Refuses `passkey_expired` and `passkey_not_accepted`. */
export async function finishPasskeySignIn({
  challengeId,
  answer,
  visit,
}: SignIn): Promise<{ sessionId: string; staffId: string }> {
  const taken = await takeChallenge({ id: challengeId, kind: 'sign_in' })
  if (!taken) throw new Refusal('passkey_expired', {}, 'passkey')
  const passkey = await verifyPasskey(answer, taken.challenge)
  if (!passkey) throw new Refusal('passkey_not_accepted', {}, 'passkey')

  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await noteUse(tx, passkey)
    const { staffId } = passkey
    return { sessionId: await startSession(tx, { staffId, method: 'passkey', visit }), staffId }
  })
}
