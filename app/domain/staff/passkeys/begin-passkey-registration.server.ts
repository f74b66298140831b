import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/server'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { keepChallenge } from '#app/domain/staff/challenge.server.ts'
import { requireProofToChangeFactors } from '#app/domain/staff/step-up/require-proof-to-change-factors.server.ts'
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
  const { staffId } = begin
  const act = { action: 'staff.passkey_added', subject: 'staff', subjectId: staffId }
  const own = { staff: { id: staffId, fundIds: [] }, ...act }
  const staff = await attempt({ ...own, scope: { kind: 'system' } }, async (tx) => {
    await requireProofToChangeFactors(tx, begin)
    return tx.staff.findUniqueOrThrow({ where: { id: staffId }, include: { staffPasskeys: true } })
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
