import { expect, test } from 'vitest'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { db } from '#app/platform/db.ts'
import * as account from '#app/routes/admin.account/route.tsx'
import * as stepUp from '#app/routes/admin.step-up.ts'
import { givenFactorCode, givenTotp } from '#tests/domain/staff/given-factors.ts'
import { softwareAuthenticator } from '#tests/domain/staff/software-authenticator.ts'
import { givenOrganization, givenStaff } from '#tests/support/given.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn } from './visitor.ts'

await useWorld()
await givenOrganization()

test('a passkey is added after a code, the authenticator removed after the passkey, and the session gets a new id', async () => {
  const staffId = await givenStaff()
  const { code } = await givenTotp(staffId)
  const browser = await signedIn(staffId)
  const change = (to: string, proof: Record<string, string>) =>
    browser.post(account, { intent: 'change-factors', change: to, ...proof })

  expect(await change('add-passkey', {})).toMatchObject({
    status: 409,
    data: { errors: { code: 'step_up_missing' } },
  })
  const begun = (await change('add-passkey', { code: code() })).data.passkey as {
    challengeId: string
    options: Parameters<typeof authenticator.create>[0]
  }
  const authenticator = softwareAuthenticator({ origin: 'http://localhost:3000' })
  const before = browser.cookie()
  const made = {
    intent: 'finish-passkey',
    label: 'Phone',
    challengeId: begun.challengeId,
    passkey: authenticator.create(begun.options),
  }
  expect(await browser.post(account, made)).toMatchObject({ status: 302, location: '/admin/account' })
  expect(browser.cookie()).not.toBe(before)

  const asked = (await browser.post(stepUp, { boundTo: boundTo.changeFactors(staffId) })).data as {
    challengeId: string
    options: { challenge: string }
  }
  const proof = { challengeId: asked.challengeId, passkey: authenticator.get(asked.options), code: '' }
  expect(await change('remove-totp', proof)).toMatchObject({ status: 302, location: '/admin/account' })
  expect(await browser.get(account)).toMatchObject({
    data: { staff: { hasPasskey: true, hasTotp: false }, passkeys: [{ label: 'Phone' }] },
  })
  expect((await db().staffTotp.findUniqueOrThrow({ where: { staffId } })).secretSealed).toHaveLength(0)

  expect(await change('remove-totp', {})).toMatchObject({ data: { refusal: { code: 'totp_not_begun' } } })
  expect((await refusedTo(staffId)).at(-1)).toEqual([
    'staff.totp_removed',
    staffId,
    { reason: 'totp_not_begun' },
  ])

  const again = (await browser.post(stepUp, { boundTo: boundTo.changeFactors(staffId) })).data as typeof asked
  const adding = { challengeId: again.challengeId, passkey: authenticator.get(again.options) }
  const { secret } = (await change('add-totp', adding)).data.authenticator as { secret: string }
  const confirmed = { intent: 'confirm-totp', secret, code: givenFactorCode(secret) }
  expect(await browser.post(account, confirmed)).toMatchObject({ status: 302 })
  expect(await browser.get(account)).toMatchObject({ data: { staff: { hasTotp: true } } })
})

test('every change of a way to sign in that was refused is kept, under the name of that change', async () => {
  const staffId = await givenStaff()
  await givenTotp(staffId)
  const browser = await signedIn(staffId)
  for (const change of ['add-passkey', 'add-totp', 'remove-totp', 'remove-passkey:none'])
    await browser.post(account, { intent: 'change-factors', change })
  await browser.post(account, { intent: 'change-factors', change: 'add-passkey', code: '12' })
  expect(await refusedTo(staffId)).toEqual([
    ['staff.passkey_added', staffId, { reason: 'step_up_missing' }],
    ['staff.totp_added', staffId, { reason: 'step_up_missing' }],
    ['staff.totp_removed', staffId, { reason: 'step_up_missing' }],
    ['staff.passkey_removed', staffId, { reason: 'step_up_missing' }],
    ['staff.stepped_up', staffId, { reason: 'step_up_code_wrong' }],
  ])
})

async function refusedTo(actorId: string) {
  const kept = await db().auditEvent.findMany({
    where: { actorId, outcome: 'refused' },
    orderBy: { id: 'asc' },
  })
  return kept.map(({ action, subjectId, detail }) => [action, subjectId, detail])
}

test('the only way to sign in stays, and says why', async () => {
  const staffId = await givenStaff()
  const { code } = await givenTotp(staffId)
  const browser = await signedIn(staffId)
  const removal = { intent: 'change-factors', change: 'remove-totp', code: code() }
  expect(await browser.post(account, removal)).toMatchObject({
    status: 409,
    data: { refusal: { code: 'last_factor' }, values: { change: 'remove-totp' } },
  })
  expect(await browser.post(account, { ...removal, change: 'everything' })).toMatchObject({
    status: 422,
    data: { errors: { change: 'malformed' } },
  })
})

test('sessions are seen, ended one by one, and all at once', async () => {
  const staffId = await givenStaff()
  await givenTotp(staffId)
  const [here, there] = [await signedIn(staffId), await signedIn(staffId)]
  const { sessions } = (await here.get(account)).data as { sessions: { idHash: string; isThis: boolean }[] }
  expect(sessions.map(({ isThis }) => isThis).sort()).toEqual([false, true])

  const other = sessions.find(({ isThis }) => !isThis)?.idHash ?? ''
  expect(await here.post(account, { intent: 'end-session', session: other })).toMatchObject({ status: 302 })
  expect(await there.get(account)).toMatchObject({ status: 302, location: '/admin/sign-in?next=%2Fadmin' })

  expect(await here.post(account, { intent: 'end-all-sessions' })).toMatchObject({
    location: '/admin/sign-in',
  })
  expect(await here.get(account)).toMatchObject({ status: 302 })
})
