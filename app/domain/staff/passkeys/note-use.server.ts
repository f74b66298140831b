import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { VerifiedPasskey } from './verify-passkey.server.ts'

/** The counter only grows: a copy of a passkey that fell behind is noticed at its next use. */
export async function noteUse(tx: Tx, { credentialId, counter }: VerifiedPasskey): Promise<void> {
  await tx.$executeRaw`
    update staff_passkey set counter = greatest(counter, ${counter}), last_used_at = ${now()}
     where credential_id = ${credentialId}`
}
