import { expect, test } from 'vitest'
import type { Role } from '#app/domain/staff/access.ts'
import { db } from '#app/platform/db.ts'
import * as people from '#app/routes/admin.people._index/route.tsx'
import * as person from '#app/routes/admin.people.$staffId/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

await useWorld()

test('strangers are asked to sign in, and only those who may look may look', async () => {
  const fundId = await givenFund()
  const params = { staffId: await givenStaff({ fundId, roles: ['intake'] }) }
  for (const route of [people, person]) {
    expect(await visitor().get(route, { params })).toMatchObject({ status: 302 })
    expect(await visitor().post(route, {}, { params })).toMatchObject({ status: 302 })
    for (const [role, reads, manages] of access) {
      const { browser } = await givenMember(fundId, [role])
      expect([role, (await browser.get(route, { params })).status]).toEqual([role, reads ? 200 : 403])
      expect([role, (await browser.post(route, {}, { params })).status]).toEqual([role, manages ? 422 : 403])
    }
  }
  const refused = await db().auditEvent.findMany({ where: { outcome: 'refused', action: 'staff:manage' } })
  expect(refused.length).toBeGreaterThan(0)
})

test('someone is brought in: the link is shown once, the proof is for this very person, fund and role', async () => {
  const fundId = await givenFund()
  const { browser, code } = await givenMember(fundId, ['administrator'])
  const form = {
    name: 'New Example',
    email: 'New@Staff.example',
    language: 'es',
    fundId,
    role: 'approver',
  }
  expect(
    await browser.post(people, { ...form, email: 'new', name: ' ', role: 'owner', code: code() }),
  ).toMatchObject({
    status: 422,
    data: {
      errors: { email: 'email_malformed', name: 'name_empty', role: 'malformed' },
      values: { email: 'new', language: 'es' },
    },
  })
  expect(await browser.post(people, form)).toMatchObject({
    status: 409,
    data: { errors: { code: 'step_up_missing' } },
  })
  expect(await db().staff.count({ where: { email: 'new@staff.example' } })).toBe(0)

  const invited = await browser.post(people, { ...form, code: code() })
  expect(invited).toMatchObject({
    status: 200,
    data: {
      invitation: {
        name: 'New Example',
        address: expect.stringMatching(/^http:\/\/localhost:3000\/admin\/sign-in\/[\w-]{43}$/),
      },
    },
  })
  const listed = (await browser.get(people)).data as { people: { name: string; enrolled: boolean }[] }
  expect(listed.people).toContainEqual(
    expect.objectContaining({
      name: 'New Example',
      enrolled: false,
      roles: [{ fund: 'Bail Fund', role: 'approver' }],
    }),
  )
})

test('roles are given and taken on the person’s page', async () => {
  const fundId = await givenFund()
  const { browser, code } = await givenMember(fundId, ['administrator'])
  const staffId = await givenStaff({ fundId, roles: ['intake'] })
  const params = { staffId }

  const grant = { intent: 'grant', fundId, role: 'treasurer', code: code() }
  expect(await browser.post(person, grant, { params })).toMatchObject({
    status: 302,
    location: `/admin/people/${staffId}`,
  })
  const replay = { intent: 'withdraw', held: `${fundId}:treasurer`, code: grant.code }
  expect(await browser.post(person, replay, { params })).toMatchObject({
    status: 409,
    data: { errors: { code: 'step_up_code_used' } },
  })
  const taking = { ...replay, code: code(1) }
  expect(await browser.post(person, taking, { params })).toMatchObject({ status: 302 })
  expect(await db().staffRole.findMany({ where: { staffId } })).toMatchObject([{ role: 'intake' }])
  expect(await browser.post(person, { ...replay, held: 'x', code: '' }, { params })).toMatchObject({
    status: 422,
    data: { errors: { held: 'malformed' } },
  })
})

test('another fund’s people are not there', async () => {
  const { browser } = await givenMember(await givenFund(), ['administrator'])
  const fundId = await givenFund()
  const stranger = await givenStaff({ fundId, roles: ['intake'], name: 'Elsewhere Example' })
  for (const staffId of [stranger, 'not-an-id']) {
    expect(await browser.get(person, { params: { staffId } })).toMatchObject({ status: 404 })
    expect(await browser.post(person, { intent: 'renew' }, { params: { staffId } })).toMatchObject({
      status: 404,
    })
  }
  const listed = (await browser.get(people)).data as { people: { name: string }[] }
  expect(listed.people.map(({ name }) => name)).not.toContain('Elsewhere Example')
})

test('a role in one fund gives none in another', async () => {
  const [mine, other] = [await givenFund(), await givenFund()]
  const { browser, code } = await givenMember(mine, ['administrator'])
  const staffId = await givenStaff({ fundId: mine, roles: ['intake'] })
  const grant = { intent: 'grant', fundId: other, role: 'administrator', code: code() }
  expect(await browser.post(person, grant, { params: { staffId } })).toMatchObject({
    status: 409,
    data: { refusal: { code: 'not_your_fund_to_manage' } },
  })
})

const access: [Role, boolean, boolean][] = [
  ['intake', false, false],
  ['approver', false, false],
  ['treasurer', false, false],
  ['auditor', true, false],
  ['administrator', true, true],
]

async function givenMember(fundId: string, roles: Role[]) {
  const staffId = await givenStaff({ fundId, roles })
  const { code } = await givenTotp(staffId)
  return { browser: await signedIn(staffId), code }
}
