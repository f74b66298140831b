import { recordRefusedAttempt } from '#app/domain/audit/record-refused-attempt.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { boundTo as actOf } from './bound-to.ts'
import { takeChallenge } from './challenge.server.ts'
import { hasFailedTooOften, recordFailure } from './failures.server.ts'
import { noteUse } from './passkeys/note-use.server.ts'
import { verifyPasskey } from './passkeys/verify-passkey.server.ts'
import { recoveredSince } from './recovery/recovered-since.server.ts'
import type { Proof } from './step-up/proof.ts'
import { takeCode } from './totp/take-code.server.ts'

type StepUp = {
  staffId: string
  /** The act, see `bound-to.ts`. */
  boundTo: string
  proof: Proof
}

/**
 * The person proves once more that they are there, for one act. Answers the id of the proof, which is good for five
 * minutes. Refuses `step_up_code_wrong`, `step_up_code_used`, `step_up_passkey_wrong`, `step_up_expired`,
 * `step_up_for_another_act` and, after five failures within 15 minutes, `too_many_attempts`. Someone who was let in again less
 * than 24 hours ago can only prove it for their own ways to sign in: `recovered_person_waits_a_day`.
 */
export async function verifyStepUp({ staffId, boundTo, proof }: StepUp): Promise<string> {
  const check =
    proof.kind === 'totp' ? codeCheck(staffId, proof.code) : await passkeyCheck(staffId, boundTo, proof)
  const outcome = await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    if (await hasFailedTooOften(tx, staffId, 'step_up')) return { reason: 'too_many_attempts' }
    if (boundTo !== actOf.changeFactors(staffId) && (await recoveredSince(tx, staffId))) {
      return { reason: 'recovered_person_waits_a_day' }
    }
    const reason = await check(tx)
    if (reason) {
      await recordFailure(tx, staffId, 'step_up')
      return { reason }
    }
    const { id } = await tx.staffStepUp.create({
      data: { staffId, method: proof.kind, boundTo },
      select: { id: true },
    })
    return { id }
  })
  if (outcome.id) return outcome.id

  // The failure is kept, so the refusal comes after its transaction.
  const reason = outcome.reason ?? 'step_up_code_wrong'
  await recordRefusedAttempt({
    actor: { kind: 'staff', id: staffId },
    action: 'staff.stepped_up',
    subject: 'staff',
    subjectId: staffId,
    reason,
  })
  throw new Refusal(reason, {}, 'code')
}

/** Says inside the transaction why the proof is none, or null. */
type Check = (tx: Tx) => Promise<string | null>

const codeCheck =
  (staffId: string, code: string): Check =>
  async (tx) => {
    const taken = await takeCode(tx, staffId, code)
    return taken === 'accepted' ? null : `step_up_code_${taken}`
  }

async function passkeyCheck(
  staffId: string,
  boundTo: string,
  proof: Extract<Proof, { kind: 'passkey' }>,
): Promise<Check> {
  const taken = await takeChallenge({ id: proof.challengeId, kind: 'step_up', staffId })
  if (!taken) return async () => 'step_up_expired'
  if (taken.boundTo !== boundTo) return async () => 'step_up_for_another_act'
  const passkey = await verifyPasskey(proof.response, taken.challenge)
  if (passkey?.staffId !== staffId) return async () => 'step_up_passkey_wrong'
  return async (tx) => {
    await noteUse(tx, passkey)
    return null
  }
}
