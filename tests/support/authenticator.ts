import { Secret, TOTP } from 'otpauth'
import { beginTotpEnrolment } from '#app/domain/staff/totp/begin-totp-enrolment.server.ts'
import { confirmTotp } from '#app/domain/staff/totp/confirm-totp.server.ts'
import { delay } from '#app/platform/delay.ts'

const step = 30_000
/** A code is typed and sent in this time also on a busy machine. */
const typing = 20_000
/** Enrolling takes no longer. */
const confirming = 10_000

/**
 * An authenticator app in a person's hand. Each code works once, so every call answers that of a step not used yet:
 * enrolling takes the previous one, and the clock's tolerance leaves this one and the next. It is the earliest that will
 * still hold once it was typed.
 */
export async function givenAuthenticator(staffId: string): Promise<{ nextCode(): Promise<string> }> {
  const { secret } = await beginTotpEnrolment({ staffId })
  const app = new TOTP({ secret: Secret.fromBase32(secret) })
  const stepAt = (time: number) => Math.floor(time / step)
  // A code of the step before is taken as long as this step lasts: enrolling at its very end would come too late.
  const left = step - (Date.now() % step)
  if (left < confirming) await delay(left + 50)
  let used = stepAt(Date.now()) - 1
  await confirmTotp({ staffId, code: app.generate({ timestamp: used * step }) })
  return {
    nextCode: async () => {
      used = Math.max(used + 1, Math.ceil((Date.now() + typing) / step) - 2)
      const early = (used - 1) * step - Date.now()
      if (early > 0) await delay(early + 50)
      return app.generate({ timestamp: used * step })
    },
  }
}
