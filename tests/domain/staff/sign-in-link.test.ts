import { expect, test } from 'vitest'
import { createFirstAdministrator } from '#app/domain/staff/create-first-administrator.server.ts'
import { issueDemonstrationLink } from '#app/domain/staff/links/issue-demonstration-link.server.ts'
import { lookAtSignInLink } from '#app/domain/staff/links/look-at-sign-in-link.server.ts'
import { redeemSignInLink } from '#app/domain/staff/links/redeem-sign-in-link.server.ts'
import { currentSession } from '#app/domain/staff/sessions/current-session.server.ts'
import { db } from '#app/platform/db.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { givenTotp } from './given-factors.ts'

const world = await useWorld()
const visit = { device: 'Firefox · Linux', address: '203.0.113.7' }

test('the first administrator comes by a link that works once, and nobody takes their place afterwards', async () => {
  const fundId = await givenFund()
  const first = await createFirstAdministrator({ email: 'Ada@Staff.example', name: 'Ada Example' })
  const again = await createFirstAdministrator({ email: 'ada@staff.example', name: 'Ada Example' })
  expect(again.staffId).toBe(first.staffId)

  expect(await lookAtSignInLink(first)).toEqual({ state: 'used' })
  await expect(redeemSignInLink({ ...first, visit })).rejects.toThrow('link_used')
  expect(await lookAtSignInLink(again)).toEqual({ state: 'ready', name: 'Ada Example', purpose: 'enrol' })
  expect(await lookAtSignInLink(again)).toMatchObject({ state: 'ready' })

  const { sessionId } = await redeemSignInLink({ ...again, visit })
  expect(await currentSession({ sessionId })).toMatchObject({
    email: 'ada@staff.example',
    roles: expect.arrayContaining([{ fundId, role: 'administrator' }]),
    hasTotp: false,
    hasPasskey: false,
  })
  await expect(redeemSignInLink({ ...again, visit })).rejects.toThrow('link_used')

  await givenTotp(first.staffId)
  const other = { email: 'eve@staff.example', name: 'Eve Example' }
  await expect(createFirstAdministrator(other)).rejects.toThrow('administrator_exists')
  expect(await db().staff.count({ where: { email: other.email } })).toBe(0)
  await expect(createFirstAdministrator({ ...other, override: true })).resolves.toMatchObject({})
})

test('one link pressed twenty times at once begins one session', async () => {
  const staffId = await givenStaff()
  const { token } = await issueDemonstrationLink({ staffId })
  const presses = await Promise.allSettled(
    Array.from({ length: 20 }, () => redeemSignInLink({ token, visit })),
  )
  expect(presses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await db().staffSession.count({ where: { staffId } })).toBe(1)
})

test('a link that expired, was never made, or stands in for a factor lets nobody in', async () => {
  const staffId = await givenStaff()
  const { token } = await issueDemonstrationLink({ staffId })
  await asOwner(world.ownerUrl, null, (sql) =>
    sql.query(`update staff_sign_in_link set expires_at = now() where staff_id = '${staffId}'`),
  )
  expect(await lookAtSignInLink({ token })).toEqual({ state: 'expired' })
  await expect(redeemSignInLink({ token, visit })).rejects.toThrow('link_expired')

  expect(await lookAtSignInLink({ token: 'never-made' })).toEqual({ state: 'unknown' })
  await expect(redeemSignInLink({ token: 'never-made', visit })).rejects.toThrow('link_unknown')

  const { token: enrol, staffId: host } = await createFirstAdministrator({
    email: 'host@staff.example',
    name: 'Host Example',
    override: true,
  })
  await givenTotp(host)
  await expect(redeemSignInLink({ token: enrol, visit })).rejects.toThrow('link_already_enrolled')
})

test('a disabled person comes in by no link, and their open session is over', async () => {
  const staffId = await givenStaff()
  const { token } = await issueDemonstrationLink({ staffId })
  const { sessionId } = await redeemSignInLink({ token, visit })
  const { token: unused } = await issueDemonstrationLink({ staffId })
  await asOwner(world.ownerUrl, null, (sql) =>
    sql.query(`update staff set disabled_at = now() where id = '${staffId}'`),
  )
  expect(await currentSession({ sessionId })).toBeNull()
  expect(await lookAtSignInLink({ token: unused })).toEqual({ state: 'unknown' })
  await expect(redeemSignInLink({ token: unused, visit })).rejects.toThrow()
  expect(await db().staffSession.count({ where: { staffId } })).toBe(1)
})
