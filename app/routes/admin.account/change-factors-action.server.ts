import { z } from 'zod'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { beginPasskeyRegistration } from '#app/domain/staff/passkeys/begin-passkey-registration.server.ts'
import { removePasskey } from '#app/domain/staff/passkeys/remove-passkey.server.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { beginTotpEnrolment } from '#app/domain/staff/totp/begin-totp-enrolment.server.ts'
import { removeTotp } from '#app/domain/staff/totp/remove-totp.server.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { type Attempted, keepRefused } from '#app/http/refused-attempt.ts'

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
  const attempted = { staff, action: actionOf(form.change), subject: 'staff', subjectId: staff.id }
  if (form.change === 'remove-totp' && !staff.hasTotp) return refuse(attempted, 'totp_not_begun')
  return provedBy(attempted, { boundTo: boundTo.changeFactors(staff.id), sent: form }, (stepUpId) =>
    changed(form.change, { staffId: staff.id, stepUpId }),
  )
}

async function changed(change: string, proved: { staffId: string; stepUpId: string }) {
  switch (change) {
    case 'add-passkey':
      return { begun: { passkey: await beginPasskeyRegistration(proved) } }
    case 'add-totp':
      return { begun: { authenticator: await beginTotpEnrolment(proved) } }
    case 'remove-totp':
      await removeTotp(proved)
      return { begun: null }
    default:
      await removePasskey({ ...proved, credentialId: change.slice(removal.length) })
      return { begun: null }
  }
}

/** As the audit calls the change when it is made. */
function actionOf(change: string): string {
  if (change === 'add-passkey') return 'staff.passkey_added'
  if (change === 'add-totp') return 'staff.totp_added'
  return change === 'remove-totp' ? 'staff.totp_removed' : 'staff.passkey_removed'
}

/** Before a code is spent on what cannot be. */
async function refuse(attempted: Attempted, reason: string): Promise<never> {
  await keepRefused(attempted, reason)
  throw new Refusal(reason, {}, 'change')
}
