import { beforeAll, expect, test } from 'vitest'
import { askSignInLink } from '#app/domain/donor-area/sign-in/ask-sign-in-link.server.ts'
import { sendSignInLink } from '#app/domain/donor-area/sign-in/send-sign-in-link.server.ts'
import { absoluteEnd, asksAllowed, idleEnd, linkLife } from '#app/domain/donor-area/sign-in/sign-in.ts'
import { donorSession } from '#app/http/session.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { hashToken } from '#app/platform/crypto.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import * as signIn from '#app/routes/_public.donor.sign-in._index.tsx'
import * as link from '#app/routes/_public.donor.sign-in.$token.tsx'
import * as signOut from '#app/routes/donor.sign-out.ts'
import * as frame from '#app/routes/donor.tsx'
import { givenOrganization } from '#tests/support/given.ts'
import { givenDonor, givenDonorLink, givenDonorSession } from '#tests/support/given-donor.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedInDonor, visitor } from './visitor.ts'

await useWorld()
let robin: string
beforeAll(async () => {
  await givenOrganization()
  robin = await givenDonor({ email: 'robin@donor.example' })
})

const asks = () => inTransaction({ scope: { kind: 'system' } }, (tx) => tx.donorSignInAsk.findMany())
const later = (milliseconds: number) => new Date(Date.now() + milliseconds)

test('known or not, whoever asks gets the same answer, and only the known one a mail', async () => {
  const known = await visitor().post(
    signIn,
    { email: ' Robin@Donor.example ' },
    { search: '?next=/donor/monthly' },
  )
  const unknown = await visitor().post(
    signIn,
    { email: 'nobody@donor.example' },
    { search: '?next=/donor/monthly' },
  )
  expect(known).toEqual(unknown)
  expect(known).toMatchObject({ status: 200, data: { asked: true } })

  const waiting = await asks()
  expect(waiting).toHaveLength(2)
  for (const { id } of [...waiting, ...waiting]) await sendSignInLink({ askId: id })
  expect(await asks()).toEqual([])
  const mails = await db().mail.findMany({ where: { message: 'donor-sign-in' } })
  expect(mails).toMatchObject([{ recipient: 'robin@donor.example', donorId: robin, language: 'en' }])
  expect(mails[0]?.props).toHaveProperty('signInUrl')
  expect(JSON.stringify(mails[0]?.props)).toMatch(/\/donor\/sign-in\/[\w-]{43}\?next=%2Fdonor%2Fmonthly"/)
})

test('what is no address comes back with what was typed', async () => {
  expect(await visitor().post(signIn, { email: 'robin' })).toMatchObject({
    status: 422,
    data: { values: { email: 'robin' }, errors: { email: 'email_malformed' } },
  })
  expect(await visitor().post(signIn, { email: '', donor: 'x' })).toMatchObject({
    status: 422,
    data: { errors: { email: 'email_empty', donor: 'unknown_field' } },
  })
})

test('too many for one address are passed over in silence, and too many from one network are refused', async () => {
  const before = (await asks()).length
  const ask = (email: string, address: string) => askSignInLink({ email, language: 'en', next: '', address })
  for (let n = 0; n < asksAllowed.toEmail + 3; n++) await ask('flooded@donor.example', `10.0.0.${n}`)
  expect((await asks()).length - before).toBe(asksAllowed.toEmail)
  for (let n = 0; n < asksAllowed.fromAddress; n++) await ask(`n${n}@donor.example`, '10.0.1.1')
  expect(await refusalOf(ask('robin@donor.example', '10.0.1.1'))).toMatchObject({ code: 'too_many_attempts' })
  expect(await refusalOf(ask('nobody@donor.example', '10.0.1.1'))).toMatchObject({
    code: 'too_many_attempts',
  })
})

test('a link opens one session, when its button is pressed, and leads to the page that was asked for', async () => {
  const params = { token: await givenDonorLink(robin) }
  for (const _ of ['scanner', 'person'])
    expect((await visitor().get(link, { params })).data).toEqual({ state: 'ready' })
  const browser = visitor()
  const search = '?next=/donor/settings'
  expect(await browser.post(link, {}, { params, search })).toMatchObject({
    status: 303,
    location: '/donor/settings',
  })
  expect((await browser.get(frame)).data).toMatchObject({ email: 'robin@donor.example' })
  expect((await browser.get(signIn, { search })).location).toBe('/donor/settings')

  const other = visitor()
  expect((await other.get(link, { params })).data).toEqual({ state: 'used' })
  expect(await other.post(link, {}, { params })).toMatchObject({
    status: 409,
    data: { refusal: { code: 'link_used' } },
  })
  for (const next of ['https://x.example', '//x.example', '/admin', '/donor/sign-in', '/donor\\x']) {
    const again = { token: await givenDonorLink(robin) }
    const to = { params: again, search: `?next=${encodeURIComponent(next)}` }
    expect((await visitor().post(link, {}, to)).location).toBe('/donor')
  }
})

test('fifty presses at once are one sign-in', async () => {
  const params = { token: await givenDonorLink(robin) }
  const pressed = await Promise.all(Array.from({ length: 50 }, () => visitor().post(link, {}, { params })))
  expect(pressed.filter(({ status }) => status === 303)).toHaveLength(1)
  expect(pressed.filter(({ status }) => status === 409)).toHaveLength(49)
})

test('a link that is late or made up opens nothing', async () => {
  const params = { token: await givenDonorLink(robin) }
  await asOfTime(later(linkLife), async () => {
    expect((await visitor().get(link, { params })).data).toEqual({ state: 'expired' })
    expect((await visitor().post(link, {}, { params })).data).toMatchObject({
      refusal: { code: 'link_expired' },
    })
  })
  expect((await visitor().post(link, {}, { params: { token: 'x' } })).data).toMatchObject({
    refusal: { code: 'link_unknown' },
  })
})

test('a stranger is asked to sign in and comes back; a cookie of staff opens nothing here', async () => {
  const stranger = await visitor().get(frame, { search: '?a=1' })
  expect(stranger).toMatchObject({ status: 302, location: '/donor/sign-in?next=%2Fadmin%3Fa%3D1' })
  const sessionId = await givenDonorSession(robin)
  expect((await visitor(sessionId).get(frame)).status).toBe(302)
})

test('a session ends by itself, by signing out, by signing in again, and everywhere at once', async () => {
  const browser = await signedInDonor(robin)
  await asOfTime(later(idleEnd - 1000), async () => expect((await browser.get(frame)).status).toBe(200))
  await asOfTime(later(idleEnd + 1000), async () => expect((await browser.get(frame)).status).toBe(200))
  await asOfTime(later(3 * idleEnd), async () => expect((await browser.get(frame)).status).toBe(302))

  const old = await givenDonorSession(robin)
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.donorSession.update({ where: { idHash: hashToken(old) }, data: { seenAt: later(absoluteEnd) } }),
  )
  await asOfTime(later(absoluteEnd), async () =>
    expect((await visitor(old, donorSession.begun).get(frame)).status).toBe(302),
  )

  const first = await signedInDonor(robin)
  const held = first.cookie()
  await first.post(link, {}, { params: { token: await givenDonorLink(robin) } })
  expect(first.cookie()).not.toBe(held)
  expect((await visitor(held.split('=')[1], donorSession.begun).get(frame)).status).toBe(302)

  const second = await signedInDonor(robin)
  expect(await second.get(signOut)).toMatchObject({ status: 302, location: '/donor' })
  expect(await second.post(signOut, {})).toMatchObject({ status: 303, location: '/donor/sign-in' })
  expect((await first.get(frame)).status).toBe(200)
  const third = await signedInDonor(robin)
  await third.post(signOut, { where: 'everywhere' })
  expect((await first.get(frame)).status).toBe(302)
})
