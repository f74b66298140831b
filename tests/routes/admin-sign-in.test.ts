import { expect, test } from 'vitest'
import { issueDemonstrationLink } from '#app/domain/staff/links/issue-demonstration-link.server.ts'
import { makeSignInLink } from '#app/domain/staff/links/sign-in-link.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import * as account from '#app/routes/admin.account/route.tsx'
import * as enrol from '#app/routes/admin.enrol.tsx'
import * as signIn from '#app/routes/admin.sign-in._index.tsx'
import * as link from '#app/routes/admin.sign-in.$token.tsx'
import * as signInPasskey from '#app/routes/admin.sign-in.passkey.ts'
import * as signOut from '#app/routes/admin.sign-out.ts'
import * as stepUp from '#app/routes/admin.step-up.ts'
import { givenFactorCode, givenTotp } from '#tests/domain/staff/given-factors.ts'
import { softwareAuthenticator } from '#tests/domain/staff/software-authenticator.ts'
import { givenOrganization, givenStaff } from '#tests/support/given.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

await useWorld()
await givenOrganization()

test('an address and a code lead in, to the page that was asked for and to no other site', async () => {
  const { code } = await givenTotp(await givenStaff({ email: 'kim@staff.example' }))
  const browser = visitor()
  const form = { intent: 'code', email: 'kim@staff.example', code: code() }
  expect(await browser.post(signIn, form, { search: '?next=/admin/account' })).toMatchObject({
    status: 302,
    location: '/admin/account',
  })
  expect(await browser.get(account)).toMatchObject({ status: 200 })
  expect(await browser.get(signIn)).toMatchObject({ status: 302, location: '/admin' })
  for (const next of ['https://elsewhere.example', '//elsewhere.example', '/admin\\elsewhere', '/funds']) {
    const asked = await browser.get(signIn, { search: `?next=${encodeURIComponent(next)}` })
    expect(asked.location).toBe('/admin')
  }
})

test('a wrong code comes back beside its field with the address kept and the code not', async () => {
  const browser = visitor()
  const wrong = { intent: 'code', email: 'nobody@staff.example', code: '123456' }
  expect(await browser.post(signIn, wrong)).toEqual({
    status: 409,
    location: null,
    data: {
      refusal: { code: 'sign_in_failed', params: {}, field: 'code' },
      values: { intent: 'code', email: 'nobody@staff.example' },
      errors: { code: 'sign_in_failed' },
    },
  })
  expect(await browser.post(signIn, { intent: 'code', email: '', code: '' })).toMatchObject({
    status: 422,
    data: { errors: { email: 'email_empty', code: 'required' } },
  })
  expect(await browser.post(signIn, { ...wrong, admin: 'yes' })).toMatchObject({
    status: 422,
    data: { errors: { admin: 'unknown_field' } },
  })
  expect(browser.cookie()).toBe('')
})

test('from a one-time link through a first passkey to a sign-in with it', async () => {
  const staffId = await givenStaff({ name: 'Ada Example' })
  const { token } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    makeSignInLink(tx, staffId, 'enrol'),
  )
  const browser = visitor()
  const params = { token }
  for (const _ of ['scanner', 'person']) {
    expect((await browser.get(link, { params })).data).toMatchObject({ link: { state: 'ready' } })
  }
  expect(await browser.post(link, {}, { params })).toMatchObject({ status: 302, location: '/admin' })
  expect(await browser.get(account)).toMatchObject({ status: 302, location: '/admin/enrol' })

  const begun = await browser.post(enrol, { intent: 'begin-passkey' })
  const { challengeId, options } = begun.data.passkey as {
    challengeId: string
    options: Parameters<typeof authenticator.create>[0]
  }
  const authenticator = softwareAuthenticator({ origin: 'http://localhost:3000' })
  const made = { intent: 'finish-passkey', label: '', challengeId, passkey: authenticator.create(options) }
  expect(await browser.post(enrol, made)).toMatchObject({ status: 302, location: '/admin' })
  expect(await browser.get(account)).toMatchObject({ status: 200 })
  expect(await browser.get(enrol)).toMatchObject({ status: 302, location: '/admin/account' })

  const other = visitor()
  expect((await other.get(link, { params })).data).toEqual({ link: { state: 'used' } })
  expect(await other.post(link, {}, { params })).toMatchObject({
    status: 409,
    data: { refusal: { code: 'link_used' } },
  })
  const asked = (await other.post(signInPasskey, {})).data as {
    challengeId: string
    options: { challenge: string }
  }
  const answer = {
    intent: 'passkey',
    challengeId: asked.challengeId,
    passkey: authenticator.get(asked.options),
  }
  expect(await other.post(signIn, answer)).toMatchObject({ status: 302, location: '/admin' })
  expect(await visitor().post(signIn, answer)).toMatchObject({
    status: 409,
    data: { errors: { passkey: 'passkey_expired' } },
  })
})

test('from a one-time link to an authenticator; a wrong code shows the same secret again', async () => {
  const staffId = await givenStaff()
  const { token } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    makeSignInLink(tx, staffId, 'enrol'),
  )
  const browser = visitor()
  await browser.post(link, {}, { params: { token } })
  const { authenticator } = (await browser.post(enrol, { intent: 'begin-totp' })).data as {
    authenticator: { secret: string }
  }
  const { secret } = authenticator
  expect(await browser.post(enrol, { intent: 'confirm-totp', secret, code: '12' })).toMatchObject({
    status: 409,
    data: { errors: { code: 'totp_code_wrong' }, authenticator: { secret } },
  })
  const right = { intent: 'confirm-totp', secret, code: givenFactorCode(secret) }
  expect(await browser.post(enrol, right)).toMatchObject({ status: 302, location: '/admin' })
})

test('a demonstration link signs in, ends the session that the browser had, and signing out ends its own', async () => {
  const [first, second] = [await givenStaff(), await givenStaff()]
  await givenTotp(first)
  await givenTotp(second)
  const browser = await signedIn(first)
  const { token } = await issueDemonstrationLink({ staffId: second })
  expect(await browser.post(link, {}, { params: { token } })).toMatchObject({ location: '/admin' })
  expect(await db().staffSession.count({ where: { staffId: first, endedAt: null } })).toBe(0)

  expect(await browser.get(signOut)).toMatchObject({ status: 302, location: '/admin' })
  expect(await db().staffSession.count({ where: { staffId: second, endedAt: null } })).toBe(1)
  expect(await browser.post(signOut, {})).toMatchObject({ status: 302, location: '/admin/sign-in' })
  expect(await db().staffSession.count({ where: { staffId: second, endedAt: null } })).toBe(0)
  expect(browser.cookie()).toBe('homeward-staff=')
})

test('a stranger is asked to sign in and comes back to what they wanted to see', async () => {
  const stranger = visitor()
  const toSignIn = { status: 302, location: '/admin/sign-in?next=%2Fadmin%3Fa%3D1' }
  expect(await stranger.get(account, { search: '?a=1' })).toMatchObject(toSignIn)
  expect(await stranger.get(enrol, { search: '?a=1' })).toMatchObject(toSignIn)
  for (const route of [account, enrol, stepUp]) {
    expect(await stranger.post(route, { boundTo: 'pay:x:y' })).toMatchObject({
      status: 302,
      location: '/admin/sign-in',
    })
  }
})
