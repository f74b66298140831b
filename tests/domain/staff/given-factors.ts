import { TOTP } from 'otpauth'
import { beginTotpEnrolment } from '#app/domain/staff/totp/begin-totp-enrolment.server.ts'
import { confirmTotp } from '#app/domain/staff/totp/confirm-totp.server.ts'
import { inTransaction } from '#app/platform/db.ts'

/** Sets up an authenticator and answers its codes. The step of the confirming code is given back, so that tests need not wait for the next. */
export async function givenTotp(staffId: string): Promise<{ code: (steps?: number) => string }> {
  const { secret } = await beginTotpEnrolment({ staffId })
  const code = (steps = 0) => givenFactorCode(secret, steps)
  await confirmTotp({ staffId, code: code() })
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.staffTotp.update({ where: { staffId }, data: { lastCounter: 0n } }),
  )
  return { code }
}

/** The code that an authenticator with this secret shows, so many steps from now. */
export const givenFactorCode = (secret: string, steps = 0): string =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 })
