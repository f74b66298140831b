import { generateAuthenticationOptions } from '@simplewebauthn/server'
import { keepChallenge } from '#app/domain/staff/challenge.server.ts'
import type { AuthenticationBegun } from '#app/domain/staff/passkeys/begin-passkey-sign-in.server.ts'
import { relyingParty } from '#app/domain/staff/passkeys/relying-party.ts'
import { db } from '#app/platform/db.ts'

/** Asks for one of the person's own passkeys, for one act. */
export async function beginStepUp(stepUp: {
  staffId: string
  boundTo: string
}): Promise<AuthenticationBegun> {
  const { staffId, boundTo } = stepUp
  const own = await db().staffPasskey.findMany({
    where: { staffId },
    select: { credentialId: true, transports: true },
  })
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().id,
    userVerification: 'required',
    allowCredentials: own.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  })
  const challengeId = await keepChallenge({
    kind: 'step_up',
    challenge: options.challenge,
    staffId,
    boundTo,
  })
  return { challengeId, options }
}
