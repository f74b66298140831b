import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { keepChallenge } from '#app/domain/staff/challenge.server.ts'
import { refuseTooManyFrom } from '#app/domain/staff/count-try.server.ts'
import { relyingParty } from './relying-party.ts'

export type AuthenticationBegun = { challengeId: string; options: PublicKeyCredentialRequestOptionsJSON }

/**
 * Asks the browser for any passkey of this site. No name is asked, so none can be tried out. Refuses
 * `too_many_attempts` from one network address.
 */
export async function beginPasskeySignIn({ address }: { address: string }): Promise<AuthenticationBegun> {
  await refuseTooManyFrom(address)
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().id,
    userVerification: 'required',
  })
  return { challengeId: await keepChallenge({ kind: 'sign_in', challenge: options.challenge }), options }
}
