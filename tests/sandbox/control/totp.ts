import { Secret } from 'otpauth'
import { invalid } from '../stripe/stripe-error.ts'
import type { Asked } from './acts.ts'

/** Authenticator secrets (base32) of the demonstration's staff, so that the control page can show their codes. */
export function setTotp({ account, fields }: Asked): object {
  const totp = fields.list('accounts').map((one) => ({
    label: one.need('label'),
    role: one.str('role') ?? '',
    secret: base32(one.need('secret')),
    signIn: one.str('signIn') ?? null,
  }))
  account.configure({ totp })
  return { accounts: totp.length }
}

/** A secret that makes no codes is refused here, not when somebody opens the page. */
function base32(secret: string): string {
  if (!/^[A-Z2-7]+=*$/i.test(secret)) throw invalid('"secret" must be base32.', 'secret')
  return Secret.fromBase32(secret).base32
}
