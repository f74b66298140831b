import { TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { currentSession } from '#app/domain/staff/sessions/current-session.server.ts'
import { beginTotpEnrolment } from '#app/domain/staff/totp/begin-totp-enrolment.server.ts'
import { confirmTotp } from '#app/domain/staff/totp/confirm-totp.server.ts'
import { signInWithTotp } from '#app/domain/staff/totp/sign-in-with-totp.server.ts'
import { db } from '#app/platform/db.ts'
import { givenStaff } from '#tests/support/given.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { givenTotp } from './given-factors.ts'

const world = await useWorld()
const visit = { device: 'Firefox · Linux', address: '203.0.113.7' }

test('an address and a current code sign in; the same code does not, nor one from an earlier step', async () => {
  const email = 'kim@staff.example'
  const { code } = await givenTotp(await givenStaff({ email }))
  const [earlier, current, next] = [code(-1), code(), code(1)]

  const { sessionId } = await signInWithTotp({ email: ' Kim@Staff.example ', code: current, visit })
  expect(await currentSession({ sessionId })).toMatchObject({ email, hasTotp: true })

  await expect(signInWithTotp({ email, code: current, visit })).rejects.toThrow('sign_in_failed')
  await expect(signInWithTotp({ email, code: earlier, visit })).rejects.toThrow('sign_in_failed')
  await expect(signInWithTotp({ email, code: next, visit })).resolves.toMatchObject({})
})

test('twenty people with one code at once: one comes in', async () => {
  const email = 'lee@staff.example'
  const { code } = await givenTotp(await givenStaff({ email }))
  const current = code()
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, () => signInWithTotp({ email, code: current, visit })),
  )
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('after five wrong codes even the right one is refused, for known and unknown addresses alike', async () => {
  const email = 'noor@staff.example'
  const { code } = await givenTotp(await givenStaff({ email }))
  const wrong = code() === '000000' ? '000001' : '000000'

  const [known, unknown] = await Promise.all([
    sixTries({ email, code: wrong }),
    sixTries({ email: 'nobody@staff.example', code: wrong }),
  ])
  expect(known.answers).toEqual([...Array(5).fill('Refusal: sign_in_failed'), 'Refusal: too_many_attempts'])
  expect(unknown.answers).toEqual(known.answers)
  expect(Math.min(known.fastest, unknown.fastest)).toBeGreaterThan(390)
  await expect(signInWithTotp({ email, code: code(), visit })).rejects.toThrow('too_many_attempts')

  await asOwner(world.ownerUrl, null, (sql) => sql.query('update rate_limit set expire = 0'))
  await expect(signInWithTotp({ email, code: code(), visit })).resolves.toMatchObject({})
})

test('an authenticator counts once a code from it was confirmed, and its secret is sealed', async () => {
  const email = 'ola@staff.example'
  const staffId = await givenStaff({ email })
  const { secret, qr, uri } = await beginTotpEnrolment({ staffId })
  expect((await beginTotpEnrolment({ staffId })).secret).toBe(secret)
  expect(qr.path).toMatch(/^M4 4h1v1h-1z/)
  expect(uri).toContain(secret)
  const { secretSealed } = await db().staffTotp.findUniqueOrThrow({ where: { staffId } })
  expect(Buffer.from(secretSealed).toString('latin1')).not.toContain(secret)

  await expect(confirmTotp({ staffId, code: '12345' })).rejects.toThrow('totp_code_wrong')
  expect(await db().staffSignInFailure.count({ where: { staffId } })).toBe(1)
  const code = new TOTP({ secret }).generate()
  await expect(signInWithTotp({ email, code, visit })).rejects.toThrow('sign_in_failed')

  await confirmTotp({ staffId, code })
  await expect(signInWithTotp({ email, code, visit })).rejects.toThrow('sign_in_failed')
  await expect(beginTotpEnrolment({ staffId })).rejects.toThrow('step_up_is_fresh_and_bound')
  expect(await db().auditEvent.findFirst({ where: { actorId: staffId, outcome: 'refused' } })).toMatchObject({
    ...{ action: 'staff.totp_added', subject: 'staff', subjectId: staffId },
    detail: { reason: 'step_up_is_fresh_and_bound' },
  })
})

async function sixTries(signIn: { email: string; code: string }) {
  const answers: string[] = []
  let fastest = Number.POSITIVE_INFINITY
  for (let tries = 1; tries <= 6; tries++) {
    const began = performance.now()
    answers.push(await signInWithTotp({ ...signIn, visit }).then(() => 'signed in', String))
    fastest = Math.min(fastest, performance.now() - began)
  }
  return { answers, fastest }
}
