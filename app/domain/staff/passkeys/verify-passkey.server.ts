import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import { db } from '#app/platform/db.ts'
import { AuthenticationAnswer, readAnswer } from './passkey-answer.ts'
import { relyingParty } from './relying-party.ts'

export type VerifiedPasskey = { credentialId: string; staffId: string; counter: bigint }

/**
 * Whether the answer is that of a passkey we know, over this challenge, for this site, with the person checked.
 * Writes nothing. Null for any other answer.
 */
export async function verifyPasskey(
  field: string,
  expectedChallenge: string,
): Promise<VerifiedPasskey | null> {
  const response = readAnswer(field, AuthenticationAnswer)
  if (!response) return null
  const passkey = await db().staffPasskey.findFirst({
    where: { credentialId: response.id, staff: { disabledAt: null } },
  })
  if (!passkey) return null
  const { userHandle } = response.response
  if (userHandle && Buffer.from(userHandle, 'base64url').toString() !== passkey.staffId) return null

  const { id, origin } = relyingParty()
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: passkey.publicKey,
        counter: Number(passkey.counter),
      },
    })
    if (!verified) return null
    const { credentialId, staffId } = passkey
    return { credentialId, staffId, counter: BigInt(authenticationInfo.newCounter) }
  } catch {
    // The library throws for every answer that is not in order; it reads nothing but this answer.
    return null
  }
}
