import { expect, test } from 'vitest'
import { beginPasskeyRegistration } from '#app/domain/staff/passkeys/begin-passkey-registration.server.ts'
import { beginPasskeySignIn } from '#app/domain/staff/passkeys/begin-passkey-sign-in.server.ts'
import { finishPasskeyRegistration } from '#app/domain/staff/passkeys/finish-passkey-registration.server.ts'
import { finishPasskeySignIn } from '#app/domain/staff/passkeys/finish-passkey-sign-in.server.ts'
import { removePasskey } from '#app/domain/staff/passkeys/remove-passkey.server.ts'
import { currentSession } from '#app/domain/staff/sessions/current-session.server.ts'
import { db } from '#app/platform/db.ts'
import { givenStaff, givenStepUp } from '#tests/support/given.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { softwareAuthenticator } from './software-authenticator.ts'

const world = await useWorld()
const origin = 'http://localhost:3000'
const visit = { device: 'Firefox · Linux', address: '203.0.113.7' }

test('a passkey is set up and signs in without a name', async () => {
  const { staffId, authenticator } = await givenPasskey()
  const { challengeId, options } = await beginPasskeySignIn(visit)
  expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' })

  const answer = authenticator.get(options)
  const { sessionId } = await finishPasskeySignIn({ challengeId, answer, visit })
  expect(await currentSession({ sessionId })).toMatchObject({ id: staffId, hasPasskey: true })
  expect((await db().staffPasskey.findFirstOrThrow({ where: { staffId } })).counter).toBe(1n)

  await expect(finishPasskeySignIn({ challengeId, answer, visit })).rejects.toThrow('passkey_expired')
})

test('an answer from another site, without the person checked, or from a copy that fell behind is refused', async () => {
  const { authenticator } = await givenPasskey()
  const refusals = [
    { how: { userVerified: false } },
    { how: {}, of: softwareAuthenticator({ origin: 'http://localhost.example' }) },
  ]
  for (const { how, of } of refusals) {
    const { challengeId, options } = await beginPasskeySignIn(visit)
    const answer = (of ?? authenticator).get(options, how)
    await expect(finishPasskeySignIn({ challengeId, answer, visit })).rejects.toThrow('passkey_not_accepted')
  }
  await signIn(authenticator)
  await signIn(authenticator)
  const { challengeId, options } = await beginPasskeySignIn(visit)
  const answer = authenticator.get(options, { rewind: 2 })
  await expect(finishPasskeySignIn({ challengeId, answer, visit })).rejects.toThrow('passkey_not_accepted')
})

test('an answer to an old challenge, or no answer at all, is refused', async () => {
  const { authenticator } = await givenPasskey()
  const { challengeId, options } = await beginPasskeySignIn(visit)
  await asOwner(world.ownerUrl, null, (sql) =>
    sql.query(`update staff_challenge set expires_at = now() where id = '${challengeId}'`),
  )
  const late = { challengeId, answer: authenticator.get(options), visit }
  await expect(finishPasskeySignIn(late)).rejects.toThrow('passkey_expired')

  for (const answer of ['', '{}', 'null', '{"id":"x","rawId":"x","type":"public-key","response":{}}']) {
    const { challengeId } = await beginPasskeySignIn(visit)
    await expect(finishPasskeySignIn({ challengeId, answer, visit })).rejects.toThrow('passkey_not_accepted')
  }
})

test('a second passkey needs proof by the first, one passkey is kept once, and the last one stays', async () => {
  const { staffId, authenticator } = await givenPasskey()
  await expect(beginPasskeyRegistration({ staffId })).rejects.toThrow('step_up_is_fresh_and_bound')
  const other = await givenStepUp(staffId, 'approve:something:else')
  await expect(beginPasskeyRegistration({ staffId, stepUpId: other })).rejects.toThrow(
    'step_up_is_fresh_and_bound',
  )

  const stepUpId = await givenStepUp(staffId, `factors:${staffId}`)
  const again = await beginPasskeyRegistration({ staffId, stepUpId })
  expect(again.options.excludeCredentials).toHaveLength(1)
  const known = authenticator.create(again.options)
  await expect(
    finishPasskeyRegistration({ staffId, challengeId: again.challengeId, answer: known, label: '' }),
  ).rejects.toThrow('passkey_known')

  const [only] = await db().staffPasskey.findMany({ where: { staffId } })
  const credentialId = only?.credentialId ?? ''
  await expect(removePasskey({ staffId, credentialId, stepUpId })).rejects.toThrow('last_factor')

  const second = await beginPasskeyRegistration({ staffId, stepUpId })
  const answer = softwareAuthenticator({ origin }).create(second.options)
  await finishPasskeyRegistration({ staffId, challengeId: second.challengeId, answer, label: 'Key' })
  await removePasskey({ staffId, credentialId, stepUpId })
  expect(await db().staffPasskey.findMany({ where: { staffId } })).toMatchObject([{ label: 'Key' }])
})

test('one address begins so many sign-ins and no more; another is not held up', async () => {
  const from = { address: '198.51.100.9' }
  for (let begun = 1; begun <= 60; begun++) await beginPasskeySignIn(from)
  await expect(beginPasskeySignIn(from)).rejects.toThrow('too_many_attempts')
  await expect(beginPasskeySignIn(visit)).resolves.toMatchObject({})
})

test('one person’s challenge is not finished by another', async () => {
  const [staffId, stranger] = [await givenStaff(), await givenStaff()]
  const { challengeId, options } = await beginPasskeyRegistration({ staffId })
  const answer = softwareAuthenticator({ origin }).create(options)
  await expect(
    finishPasskeyRegistration({ staffId: stranger, challengeId, answer, label: '' }),
  ).rejects.toThrow('passkey_expired')
})

async function givenPasskey() {
  const staffId = await givenStaff()
  const authenticator = softwareAuthenticator({ origin })
  const { challengeId, options } = await beginPasskeyRegistration({ staffId })
  const answer = authenticator.create(options)
  await finishPasskeyRegistration({ staffId, challengeId, answer, label: ' Phone ' })
  return { staffId, authenticator }
}

async function signIn(authenticator: ReturnType<typeof softwareAuthenticator>) {
  const { challengeId, options } = await beginPasskeySignIn(visit)
  return finishPasskeySignIn({ challengeId, answer: authenticator.get(options), visit })
}
