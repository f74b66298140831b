import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'

/** The session of a person of staff who has just signed in. */
export async function givenSignedIn(staffId: string): Promise<string> {
  await givenTotp(staffId)
  const visit = { device: 'Firefox · Linux', address: '203.0.113.7' }
  return inTransaction({ scope: { kind: 'system' } }, (tx) =>
    startSession(tx, { staffId, method: 'totp', visit }),
  )
}
