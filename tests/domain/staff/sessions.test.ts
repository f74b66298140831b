import { expect, test } from 'vitest'
import { issueDemonstrationLink } from '#app/domain/staff/links/issue-demonstration-link.server.ts'
import { redeemSignInLink } from '#app/domain/staff/links/redeem-sign-in-link.server.ts'
import { currentSession } from '#app/domain/staff/sessions/current-session.server.ts'
import { endAllSessions } from '#app/domain/staff/sessions/end-all-sessions.server.ts'
import { endSession } from '#app/domain/staff/sessions/end-session.server.ts'
import { rotateSession } from '#app/domain/staff/sessions/rotate-session.server.ts'
import { hashToken } from '#app/platform/crypto.ts'
import { db } from '#app/platform/db.ts'
import { givenFund, givenOrganization, givenStaff } from '#tests/support/given.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('a session that stood idle for 15 minutes is over, one that was used is not', async () => {
  const sessionId = await signedIn(await givenStaff())
  await aged(sessionId, { seen: '14 minutes', started: '20 minutes' })
  expect(await currentSession({ sessionId })).not.toBeNull()

  const { seenAt } = await db().staffSession.findUniqueOrThrow({ where: { idHash: hashToken(sessionId) } })
  expect(Date.now() - seenAt.getTime()).toBeLessThan(10_000)

  await aged(sessionId, { seen: '15 minutes 1 second', started: '20 minutes' })
  expect(await currentSession({ sessionId })).toBeNull()
})

test('after 8 hours a session is over, however busy, and a new id does not make it younger', async () => {
  const sessionId = await signedIn(await givenStaff())
  await aged(sessionId, { seen: '1 second', started: '7 hours 59 minutes' })
  expect(await currentSession({ sessionId })).not.toBeNull()

  const rotated = await rotateSession({ sessionIdHash: hashToken(sessionId) })
  expect(await currentSession({ sessionId: rotated ?? '' })).not.toBeNull()
  await aged(rotated ?? '', { seen: '1 second', started: '8 hours 1 second' })
  expect(await currentSession({ sessionId: rotated ?? '' })).toBeNull()
})

test('after a rotation the old id is worth nothing and cannot be rotated again', async () => {
  const sessionId = await signedIn(await givenStaff())
  const sessionIdHash = hashToken(sessionId)
  const ids = await Promise.all([rotateSession({ sessionIdHash }), rotateSession({ sessionIdHash })])
  expect(ids.filter(Boolean)).toHaveLength(1)
  expect(await currentSession({ sessionId })).toBeNull()
})

test('one session ends alone, all end together, and nobody ends another person’s', async () => {
  const [staffId, stranger] = [await givenStaff(), await givenStaff()]
  const [one, two, three] = [await signedIn(staffId), await signedIn(staffId), await signedIn(staffId)]

  await endSession({ staffId: stranger, sessionIdHash: hashToken(one) })
  expect(await currentSession({ sessionId: one })).not.toBeNull()
  await endSession({ staffId, sessionIdHash: hashToken(one) })
  expect(await currentSession({ sessionId: one })).toBeNull()
  expect(await currentSession({ sessionId: two })).not.toBeNull()

  await endAllSessions({ staffId })
  expect(await currentSession({ sessionId: two })).toBeNull()
  expect(await currentSession({ sessionId: three })).toBeNull()
})

test('the database holds no session id that a browser could send', async () => {
  const sessionId = await signedIn(await givenStaff())
  const { rows } = await asOwner(world.ownerUrl, null, (sql) =>
    sql.query('select s::text as text from staff_session s'),
  )
  expect(JSON.stringify(rows)).not.toContain(sessionId)
})

test('roles are read anew at every request', async () => {
  const fundId = await givenFund()
  const staffId = await givenStaff({ fundId, roles: ['intake', 'auditor'] })
  const sessionId = await signedIn(staffId)
  expect((await currentSession({ sessionId }))?.roles).toEqual([
    { fundId, role: 'auditor' },
    { fundId, role: 'intake' },
  ])
  await asOwner(world.ownerUrl, null, (sql) =>
    sql.query(`delete from staff_role where staff_id = '${staffId}'`),
  )
  expect(await currentSession({ sessionId })).toMatchObject({ roles: [], fundIds: [] })
})

test('a sign-in on a device not seen before is told by mail, on a known one it is not', async () => {
  await givenOrganization()
  const staffId = await givenStaff({ name: 'Sam Example' })
  await signedIn(staffId, 'Firefox · Linux')
  await signedIn(staffId, 'Firefox · Linux')
  expect(await db().mail.count({ where: { staffId } })).toBe(0)

  await signedIn(staffId, 'Safari · iPhone')
  const [mail] = await db().mail.findMany({ where: { staffId } })
  expect(mail).toMatchObject({
    message: 'staff-sign-in',
    props: { staffName: 'Sam Example', device: 'Safari · iPhone', networkAddress: '203.0.113.7' },
  })
})

async function signedIn(staffId: string, device = 'Firefox · Linux'): Promise<string> {
  const { token } = await issueDemonstrationLink({ staffId })
  const { sessionId } = await redeemSignInLink({ token, visit: { device, address: '203.0.113.7' } })
  return sessionId
}

async function aged(sessionId: string, by: { seen: string; started: string }): Promise<void> {
  await asOwner(world.ownerUrl, null, (sql) =>
    sql.query(
      'update staff_session set seen_at = now() - $2::interval, started_at = now() - $3::interval where id_hash = $1',
      [hashToken(sessionId), by.seen, by.started],
    ),
  )
}
