import { verifyRegistrationResponse } from '@simplewebauthn/server'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { takeChallenge } from '#app/domain/staff/challenge.server.ts'
import { tellPerson } from '#app/domain/staff/notices/tell-person.server.ts'
import { ConstraintViolation } from '#app/platform/constraint.ts'
import { inTransaction } from '#app/platform/db.ts'
import { RegistrationAnswer, readAnswer } from './passkey-answer.ts'
import { relyingParty } from './relying-party.ts'

type Registration = {
  staffId: string
  challengeId: string
  /** The browser's answer, as JSON. */
  answer: string
  /** What the person calls it. */
  label: string
}

/** Keeps a new passkey. Refuses `passkey_expired`, `passkey_not_accepted` and `passkey_known`. */
export async function finishPasskeyRegistration(registration: Registration): Promise<void> {
  const { staffId, challengeId, label } = registration
  const taken = await takeChallenge({ id: challengeId, kind: 'register', staffId })
  if (!taken) throw new Refusal('passkey_expired', {}, 'passkey')
  const credential = await verified(registration.answer, taken.challenge)
  if (!credential) throw new Refusal('passkey_not_accepted', {}, 'passkey')

  try {
    await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
      await tx.staffPasskey.create({
        data: {
          credentialId: credential.id,
          staffId,
          publicKey: credential.publicKey,
          counter: BigInt(credential.counter),
          transports: credential.transports ?? [],
          label: label.trim(),
        },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staffId },
        action: 'staff.passkey_added',
        subject: 'staff',
        subjectId: staffId,
      })
      await tellPerson(tx, { staffId, event: 'passkey_added' })
    })
  } catch (error) {
    const known = error instanceof ConstraintViolation && error.constraint === 'staff_passkey_pkey'
    throw known ? new Refusal('passkey_known', {}, 'passkey') : error
  }
}

async function verified(field: string, expectedChallenge: string) {
  const response = readAnswer(field, RegistrationAnswer)
  if (!response) return null
  const { id, origin } = relyingParty()
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
    })
    return registrationInfo ? registrationInfo.credential : null
  } catch {
    // The library throws for every answer that is not in order; it reads nothing but this answer.
    return null
  }
}
