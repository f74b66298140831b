import { expect, test } from 'vitest'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inviteStaff } from '#app/domain/staff/invite-staff.server.ts'
import { lookAtSignInLink } from '#app/domain/staff/links/look-at-sign-in-link.server.ts'
import { renewInvitation } from '#app/domain/staff/renew-invitation.server.ts'
import { grantRole } from '#app/domain/staff/roles/grant-role.server.ts'
import { withdrawRole } from '#app/domain/staff/roles/withdraw-role.server.ts'
import { db } from '#app/platform/db.ts'
import { givenFund, givenStaff, givenStepUp } from '#tests/support/given.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenTotp } from './given-factors.ts'

await useWorld()

test('an administrator invites by a one-time link, with the first role and a note in the audit', async () => {
  const { fundId, administrator } = await givenAdministered()
  const invitation = await invited({ administrator, fundId, email: 'New@Staff.example' })
  expect(await lookAtSignInLink({ token: invitation.link?.token ?? '' })).toMatchObject({
    state: 'ready',
    purpose: 'enrol',
  })
  const { staffId } = invitation
  expect(await db().staff.findUnique({ where: { id: staffId } })).toMatchObject({
    email: 'new@staff.example',
  })
  expect(await rolesOf(staffId)).toEqual(['intake'])
  const audit = await db().auditEvent.findMany({ where: { subjectId: staffId }, orderBy: { id: 'asc' } })
  expect(audit.map(({ action, actorId }) => [action, actorId])).toEqual([
    ['staff.invited', administrator],
    ['staff.role_granted', administrator],
  ])
})

test('a person who can sign in already gets the role and no link', async () => {
  const { fundId, administrator } = await givenAdministered()
  const staffId = await givenStaff({ email: 'known@staff.example' })
  await givenTotp(staffId)
  const invitation = await invited({ administrator, fundId, email: 'known@staff.example' })
  expect(invitation).toEqual({ staffId, link: null })
  expect(await rolesOf(staffId)).toEqual(['intake'])

  const stepUpId = await givenStepUp(administrator, boundTo.renewInvitation(staffId))
  await expect(renewInvitation({ inviterId: administrator, staffId, stepUpId })).rejects.toThrow(
    'link_already_enrolled',
  )
})

test('nobody gets a link into the name of someone whom another fund invited', async () => {
  const one = await givenAdministered()
  const two = await givenAdministered()
  const { staffId } = await invited({ ...one, email: 'waiting@staff.example' })
  await expect(invited({ ...two, email: 'waiting@staff.example' })).rejects.toThrow('invited_by_another_fund')
  expect(await rolesOf(staffId)).toEqual(['intake'])

  const stepUpId = await givenStepUp(two.administrator, boundTo.renewInvitation(staffId))
  await expect(renewInvitation({ inviterId: two.administrator, staffId, stepUpId })).rejects.toThrow(
    'invited_by_another_fund',
  )
})

test('roles are given and taken by an administrator of that fund, each with a proof for that very role', async () => {
  const { fundId, administrator } = await givenAdministered()
  const elsewhere = await givenAdministered()
  const staffId = await givenStaff()
  const treasurer = { staffId, fundId, role: 'treasurer' } as const

  const stepUpId = await givenStepUp(administrator, boundTo.grantRole(treasurer))
  const grant = { ...treasurer, granterId: administrator, stepUpId }
  await expect(grantRole({ ...grant, role: 'administrator' })).rejects.toThrow('step_up_is_fresh_and_bound')
  await expect(grantRole({ ...grant, granterId: elsewhere.administrator })).rejects.toThrow(
    'not_your_fund_to_manage',
  )
  expect(await rolesOf(staffId)).toEqual([])

  await grantRole(grant)
  await expect(grantRole(grant)).rejects.toThrow('role_held_already')
  expect(await rolesOf(staffId)).toEqual(['treasurer'])

  const taking = await givenStepUp(administrator, boundTo.withdrawRole(treasurer))
  const withdrawal = { ...treasurer, withdrawerId: administrator, stepUpId: taking }
  // Nobody else could pay: it is taken back knowingly.
  await expect(withdrawRole(withdrawal)).rejects.toThrow('role_leaves_limits_unmet')
  await withdrawRole({ ...withdrawal, evenIfUnmet: true })
  await expect(withdrawRole(withdrawal)).rejects.toThrow('role_not_held')
  expect(await rolesOf(staffId)).toEqual([])
})

test('each role that is given or taken is told to its person and to every administrator of that fund', async () => {
  const { fundId, administrator } = await givenAdministered()
  const second = await givenStaff({ fundId, roles: ['administrator'] })
  await givenAdministered()
  const before = new Set((await db().mail.findMany()).map(({ id }) => id))
  const told = async () => {
    const fresh = (await db().mail.findMany()).filter(({ id }) => !before.has(id))
    for (const { id } of fresh) before.add(id)
    return fresh.map(({ message, staffId, props }) => [message, staffId, eventIn(props)]).sort()
  }
  const toAll = (event: string, staffId: string) =>
    [
      ['access-changed', staffId, event],
      ['administrators-notice', administrator, event],
      ['administrators-notice', second, event],
    ].sort()

  const { staffId } = await invited({ administrator, fundId, email: 'told@staff.example' })
  expect(await told()).toEqual(toAll('role_granted', staffId))
  const treasurer = { staffId, fundId, role: 'treasurer' } as const
  const giving = await givenStepUp(administrator, boundTo.grantRole(treasurer))
  await grantRole({ ...treasurer, granterId: administrator, stepUpId: giving })
  expect(await told()).toEqual(toAll('role_granted', staffId))
  const taking = await givenStepUp(second, boundTo.withdrawRole(treasurer))
  await withdrawRole({ ...treasurer, withdrawerId: second, stepUpId: taking, evenIfUnmet: true })
  expect(await told()).toEqual(toAll('role_withdrawn', staffId))
})

test('two administrators who take each other’s role at once leave one who can sign in', async () => {
  const { fundId, administrator: one } = await givenAdministered()
  const two = await givenStaff({ fundId, roles: ['administrator'] })
  await expect(takeAdministration({ fundId, by: one, from: one })).rejects.toThrow('last_administrator')
  await givenTotp(two)

  const outcomes = await Promise.allSettled([
    takeAdministration({ fundId, by: one, from: two }),
    takeAdministration({ fundId, by: two, from: one }),
  ])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await db().staffRole.count({ where: { fundId, role: 'administrator' } })).toBe(1)
})

async function givenAdministered(): Promise<{ fundId: string; administrator: string }> {
  const fundId = await givenFund()
  const administrator = await givenStaff({ fundId, roles: ['administrator'] })
  await givenTotp(administrator)
  return { fundId, administrator }
}

async function invited(invitation: { administrator: string; fundId: string; email: string }) {
  const { administrator, fundId, email } = invitation
  const act = { email, fundId, role: 'intake' } as const
  const stepUpId = await givenStepUp(administrator, boundTo.invite(act))
  return inviteStaff({ ...act, inviterId: administrator, name: 'New Example', language: 'en', stepUpId })
}

async function takeAdministration({ fundId, by, from }: { fundId: string; by: string; from: string }) {
  const held = { staffId: from, fundId, role: 'administrator' } as const
  const stepUpId = await givenStepUp(by, boundTo.withdrawRole(held))
  return withdrawRole({ ...held, withdrawerId: by, stepUpId })
}

const eventIn = (props: unknown) => (props as { event: string }).event

async function rolesOf(staffId: string): Promise<string[]> {
  const held = await db().staffRole.findMany({ where: { staffId } })
  return held.map(({ role }) => role)
}
