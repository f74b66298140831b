import { z } from 'zod'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { beginPasskeyRegistration } from '#app/domain/staff/passkeys/begin-passkey-registration.server.ts'
import { removePasskey } from '#app/domain/staff/passkeys/remove-passkey.server.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { proofFields, proofOf } from '#app/domain/staff/step-up/proof.ts'
import { beginTotpEnrolment } from '#app/domain/staff/totp/begin-totp-enrolment.server.ts'
import { removeTotp } from '#app/domain/staff/totp/remove-totp.server.ts'
import { verifyStepUp } from '#app/domain/staff/verify-step-up.server.ts'

const removal = 'remove-passkey:'

/** `change` is `add-passkey`, `add-totp`, `remove-totp`, or `remove-passkey:` and the passkey's id. */
export const FactorForm = z.object({
  intent: z.literal('change-factors'),
  change: z
    .string()
    .max(2_048)
    .regex(/^(?:add-passkey|add-totp|remove-totp|remove-passkey:.+)$/),
  ...proofFields,
})

/** Adds or removes a way to sign in, after a fresh proof by one that the person has. Adding goes on with what was begun. */
export async function changeFactors(staff: SignedInStaff, form: z.infer<typeof FactorForm>) {
  const staffId = staff.id
  if (form.change === 'remove-totp' && !staff.hasTotp) throw new Refusal('totp_not_begun', {}, 'change')
  const stepUpId = await verifyStepUp({
    staffId,
    boundTo: boundTo.changeFactors(staffId),
    proof: proofOf(form),
  })
  if (form.change === 'add-passkey') {
    return { begun: { passkey: await beginPasskeyRegistration({ staffId, stepUpId }) } }
  }
  if (form.change === 'add-totp') {
    return { begun: { authenticator: await beginTotpEnrolment({ staffId, stepUpId }) } }
  }
  if (form.change === 'remove-totp') await removeTotp({ staffId, stepUpId })
  else await removePasskey({ staffId, credentialId: form.change.slice(removal.length), stepUpId })
  return { begun: null }
}
