import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/server'
import { keepChallenge } from '#app/domain/staff/challenge.server.ts'
import { requireProofToChangeFactors } from '#app/domain/staff/step-up/require-proof-to-change-factors.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { relyingParty } from './relying-party.ts'

export type RegistrationBegun = {
  challengeId: string
  options: Omit<PublicKeyCredentialCreationOptionsJSON, 'extensions'>
}

/**
 * Asks the browser for a new passkey that can be found without a name and checks the person (PIN, finger or face).
 * Someone who has a way to sign in already proves with it who they are: else `step_up_is_fresh_and_bound`.
 */
export async function beginPasskeyRegistration(begin: {
  staffId: string
  stepUpId?: string
}): Promise<RegistrationBegun> {
  const staff = await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await requireProofToChangeFactors(tx, begin)
    return tx.staff.findUniqueOrThrow({ where: { id: begin.staffId }, include: { staffPasskeys: true } })
  })
  const { id } = relyingParty()
  const { extensions: _unused, ...options } = await generateRegistrationOptions({
    rpID: id,
    rpName: 'Homeward',
    userID: new TextEncoder().encode(staff.id),
    userName: staff.email,
    userDisplayName: staff.name,
    attestationType: 'none',
    excludeCredentials: staff.staffPasskeys.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports,
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  const challengeId = await keepChallenge({
    kind: 'register',
    challenge: options.challenge,
    staffId: staff.id,
  })
  return { challengeId, options }
}
