import { data } from '@remix-run/node'
import { z } from 'zod'
import { ownLineField } from '#app/domain/disbursements/fields.ts'
import { finishPasskeyRegistration } from '#app/domain/staff/passkeys/finish-passkey-registration.server.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { enrolmentOf } from '#app/domain/staff/totp/authenticator.ts'
import { confirmTotp } from '#app/domain/staff/totp/confirm-totp.server.ts'
import { parseForm } from './parse-form.ts'
import { invalid, orRefusal } from './respond.ts'

const Passkey = z.object({
  intent: z.literal('finish-passkey'),
  label: ownLineField.max(60, 'label_too_long'),
  challengeId: z.uuid(),
  passkey: z.string().min(1, 'passkey_not_asked').max(16_384),
})

const base32 = /^[A-Z2-7]{16,64}$/

const Authenticator = z.object({
  intent: z.literal('confirm-totp'),
  // The page says which secret it showed, so that it can show it again without the server giving it out.
  secret: z.string().regex(base32),
  code: z.string().min(1).max(20),
})

/**
 * The last step of a new way to sign in, the same at enrolment and on the account page. Where a code was wrong, the QR
 * code comes back with the reason; a passkey is asked for anew.
 */
export async function keepFactor({ id: staffId, email }: SignedInStaff, formData: FormData) {
  if (formData.get('intent') === 'finish-passkey') {
    const form = parseForm(formData, Passkey)
    if (!form.ok) return { ok: false as const, response: invalid(form) }
    const { passkey, challengeId, label } = form.value
    return orRefusal(finishPasskeyRegistration({ staffId, challengeId, answer: passkey, label }), form.values)
  }

  const form = parseForm(formData, Authenticator)
  const refused = form.ok
    ? await orRefusal(confirmTotp({ staffId, code: form.value.code }), form.values)
    : { ok: false as const, response: invalid(form) }
  if (refused.ok) return refused
  const { response } = refused
  const { secret } = response.data.values
  const authenticator = typeof secret === 'string' && base32.test(secret) ? enrolmentOf(secret, email) : null
  return { ok: false as const, response: data({ ...response.data, authenticator }, response.init ?? {}) }
}
