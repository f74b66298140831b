import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redeemSignInLink } from '#app/domain/staff/links/redeem-sign-in-link.server.ts'
import { openRecovery } from '#app/domain/staff/recovery/open-recovery.server.ts'
import { recoveryPage } from '#app/domain/staff/recovery/recovery-page.server.ts'
import { grantRole } from '#app/domain/staff/roles/grant-role.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { fifty } from '#tests/support/fifty.ts'
import { forced } from '#tests/support/forced.ts'
import { givenFund, givenStaff, givenStepUp } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { confirmBy, openBy } from '#tests/support/given-recovery.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { givenTotp } from './given-factors.ts'

const world = await useWorld()
const visit = { device: 'Firefox · Linux', address: '203.0.113.7' }

let fundId: string
let otherFund: string
let ada: ActingStaff
/** The other administrator, who lost every way to sign in. */
let ben: ActingStaff
let ash: ActingStaff
beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  otherFund = await givenFund({ slug: 'other' })
  ada = await givenActor(fundId, ['administrator'])
  ben = await givenActor(fundId, ['administrator'])
  const id = await givenStaff({ fundId, roles: ['trustee'], name: 'Ash Example' })
  ash = { id, fundIds: [] }
  for (const each of [ada, ben, ash]) await givenTotp(each.id)
})

const named = (days: number) =>
  asOwner(world.ownerUrl, null, (owner) =>
    forced(
      owner,
      `update staff_role set recorded_at = now() - interval '${days} days' where staff_id = '${ash.id}' and role = 'trustee'`,
    ),
  )
const grant = async (staffId: string, role: 'trustee' | 'poster', of = fundId) =>
  grantRole({
    ...{ granterId: ada.id, staffId, fundId: of, role },
    stepUpId: await givenStepUp(ada.id, boundTo.grantRole({ staffId, fundId: of, role })),
  })
const waits = async () =>
  (
    await waitingForMe({
      staff: { id: ash.id, fundIds: [], language: 'en', roles: [{ fundId, role: 'trustee' }] } as never,
    })
  ).map(({ act, fundName, to }) => [act, fundName, to])

test('a trustee comes from outside: no other role beside it, in any fund, by the database as well', async () => {
  expect((await refusalOf(grant(ash.id, 'poster'))).code).toBe('trustee_comes_from_outside')
  expect((await refusalOf(grant(ben.id, 'trustee'))).code).toBe('trustee_comes_from_outside')
  const add = (staffId: string, of: string, role: string) =>
    inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.staffRole.create({ data: { staffId, fundId: of, role, grantedBy: ada.id } }),
    )
  await expect(add(ash.id, otherFund, 'auditor')).rejects.toThrow('trustee_comes_from_outside')
  await expect(add(ben.id, otherFund, 'trustee')).rejects.toThrow('trustee_comes_from_outside')
  const newcomer = await givenStaff({ fundId, roles: [], name: 'Rue Example' })
  const both = (number: number) => grant(newcomer, number % 2 ? 'trustee' : 'poster')
  expect(await fifty(both)).toBe(1)
  expect(await db().staffRole.count({ where: { staffId: newcomer } })).toBe(1)
})

test('named a week ago, they confirm what an administrator opened, and with both halves the colleague is let in', async () => {
  const others = async () => (await recoveryPage({ staffId: ben.id, readerId: ada.id })).others
  expect(await others()).toEqual([])
  await named(6)
  const { recoveryId, code } = await openBy(ada, ben.id)
  const tooSoon = 'recovery_is_by_administrators_of_all_their_funds'
  expect(await waits()).toEqual([])
  expect((await refusalOf(confirmBy(ash, recoveryId))).code).toBe(tooSoon)

  await named(8)
  expect(await others()).toEqual(['Ash Example'])
  expect(await recoveryPage({ staffId: ben.id, readerId: ash.id })).toMatchObject({
    ...{ managesAll: false, trusted: true, current: { id: recoveryId, state: 'ready' } },
  })
  expect(await waits()).toEqual([
    ['confirm_recovery', expect.stringMatching(/./), `/admin/people/${ben.id}/recovery`],
  ])
  const { token } = await confirmBy(ash, recoveryId)
  expect(await waits()).toEqual([])
  const wrong = await refusalOf(redeemSignInLink({ token, visit, code: 'AAAA-2222' }))
  expect(wrong.code).toBe('recovery_code_wrong')
  await redeemSignInLink({ token, visit, code })
  const confirmed = await db().auditEvent.findFirst({
    where: { action: 'staff.recovery_confirmed', outcome: 'done' },
  })
  expect(confirmed).toMatchObject({ actorId: ash.id, subjectId: ben.id })
})

test('they open nothing, and answer for nobody who works in a fund that did not name them', async () => {
  const open = async () => {
    const said = { reason: 'device_lost', assuredBy: 'known_number' } as const
    const stepUpId = await givenStepUp(ash.id, boundTo.recover({ staffId: ada.id, ...said }))
    return openRecovery({ staff: ash, staffId: ada.id, ...said, stepUpId })
  }
  const notTheirs = 'recovery_is_by_administrators_of_all_their_funds'
  expect((await refusalOf(open())).code).toBe(notTheirs)

  const wide = await givenStaff({ fundId, roles: ['approver'], name: 'Lou Example' })
  await givenTotp(wide)
  const { recoveryId } = await openBy(ada, wide)
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.staffRole.create({ data: { staffId: wide, fundId: otherFund, role: 'approver', grantedBy: ada.id } }),
  )
  expect((await refusalOf(confirmBy(ash, recoveryId))).code).toBe(notTheirs)
})
