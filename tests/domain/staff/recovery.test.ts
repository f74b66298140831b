import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { lookAtSignInLink } from '#app/domain/staff/links/look-at-sign-in-link.server.ts'
import { redeemSignInLink } from '#app/domain/staff/links/redeem-sign-in-link.server.ts'
import { confirmRecovery } from '#app/domain/staff/recovery/confirm-recovery.server.ts'
import { openRecovery } from '#app/domain/staff/recovery/open-recovery.server.ts'
import { ownRecovery, recoveryPage } from '#app/domain/staff/recovery/recovery-page.server.ts'
import { stopRecovery } from '#app/domain/staff/recovery/stop-recovery.server.ts'
import { renewInvitation } from '#app/domain/staff/renew-invitation.server.ts'
import { currentSession } from '#app/domain/staff/sessions/current-session.server.ts'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { verifyStepUp } from '#app/domain/staff/verify-step-up.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenFund, givenStaff, givenStepUp } from '#tests/support/given.ts'
import { approveBy, givenActor, givenProposal, givenTeam } from '#tests/support/given-disbursement.ts'
import { confirmBy, givenRecovery, hoursPass, mailed, openBy } from '#tests/support/given-recovery.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenTotp } from './given-factors.ts'

const world = await useWorld()
const visit = { device: 'Firefox · Linux', address: '203.0.113.7' }
const system = { scope: { kind: 'system' } } as const

let fundId: string
let ada: ActingStaff
let ben: ActingStaff
let lost: { id: string; email: string }
beforeAll(async () => {
  fundId = await givenFund()
  ada = await givenActor(fundId, ['administrator'])
  ben = await givenActor(fundId, ['administrator'])
  for (const { id } of [ada, ben]) await givenTotp(id)
})
beforeEach(async () => {
  const email = `${crypto.randomUUID()}@staff.example`
  lost = { id: await givenStaff({ fundId, roles: ['approver'], name: 'Lou Example', email }), email }
  await givenTotp(lost.id)
})

const mailsAbout = (event: string) => mailed(event, { ada: ada.id, ben: ben.id, lou: lost.id })
const everyone = ['access-changed lou', 'administrators-notice ada', 'administrators-notice ben']

describe('two administrators', () => {
  test('let someone in again with a code and a link, of which each of them has one', async () => {
    const before = await inTransaction(system, (tx) =>
      startSession(tx, { staffId: lost.id, method: 'totp', visit }),
    )
    const { recoveryId, code } = await openBy(ada, lost.id)
    expect(await mailsAbout('recovery_opened')).toEqual(everyone)
    const { token, expiresAt } = await confirmBy(ben, recoveryId)
    expect(await mailsAbout('recovery_confirmed')).toEqual(everyone)
    expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(24 * 3_600_000)
    expect(await lookAtSignInLink({ token })).toEqual({
      ...{ state: 'ready', name: 'Lou Example', purpose: 'recovery' },
    })
    // Until the link is opened, whoever was misused can still sign in and say so.
    expect(await currentSession({ sessionId: before })).toMatchObject({ hasTotp: true })
    expect(await ownRecovery(lost.id)).toMatchObject({ id: recoveryId, state: 'confirmed' })

    for (const wrong of [undefined, '', 'AAAA-2222', token]) {
      expect((await refusalOf(redeemSignInLink({ token, visit, code: wrong }))).code).toBe(
        'recovery_code_wrong',
      )
    }
    const { sessionId } = await redeemSignInLink({
      token,
      visit,
      code: ` ${code.toLowerCase().replace('-', '')}`,
    })
    expect(await currentSession({ sessionId: before })).toBeNull()
    expect(await currentSession({ sessionId })).toMatchObject({ hasTotp: false, hasPasskey: false })
    expect(await mailsAbout('recovery_used')).toEqual(everyone)
    expect((await refusalOf(redeemSignInLink({ token, visit, code }))).code).toBe('link_used')
    await givenTotp(lost.id)
    const { past, current } = await recoveryPage({ staffId: lost.id, readerId: ada.id })
    expect({ past, current }).toMatchObject({
      current: null,
      past: [{ state: 'used', openedBy: { id: ada.id }, assuredBy: 'known_number' }],
    })
    const events = await db().auditEvent.findMany({
      where: { subjectId: lost.id, action: { startsWith: 'staff.recovery' }, outcome: 'done' },
      orderBy: { id: 'asc' },
    })
    expect(events.map(({ action, detail }) => [action, detail])).toEqual([
      ['staff.recovery_opened', { reason: 'device_lost', assuredBy: 'known_number' }],
      ['staff.recovery_confirmed', {}],
      ['staff.recovery_used', { passkeys: 0, authenticators: 1, sessions: 1 }],
    ])
  })

  test('a code is guessed five times at most, and a right one is then too late as well', async () => {
    const { token, code } = await givenRecovery([ada, ben], lost.id)
    const tried: string[] = []
    for (let n = 0; n < 6; n++)
      tried.push((await refusalOf(redeemSignInLink({ token, visit, code: 'AAAA-2222' }))).code)
    expect(tried).toEqual([...Array(5).fill('recovery_code_wrong'), 'too_many_attempts'])
    expect((await refusalOf(redeemSignInLink({ token, visit, code }))).code).toBe('too_many_attempts')
  })

  test('who was let in again proves nothing for a day but their own ways to sign in', async () => {
    const team = await givenTeam()
    const approver = { id: team.approver.id, fundIds: [team.fundId] }
    const [one, other] = [
      await givenActor(team.fundId, ['administrator']),
      await givenActor(team.fundId, ['administrator']),
    ]
    await givenTotp(approver.id)
    const disbursementId = await givenProposal(team)
    const { recoveryId, token, code } = await givenRecovery([one, other], approver.id)
    await redeemSignInLink({ token, visit, code })
    const { code: fresh } = await givenTotp(approver.id)

    const prove = (boundTo: string, step = 0) =>
      verifyStepUp({ staffId: approver.id, boundTo, proof: { kind: 'totp', code: fresh(step) } })
    expect((await refusalOf(prove(`approve:${disbursementId}:x`))).code).toBe('recovered_person_waits_a_day')
    expect(await whyRefused(approveBy(approver, disbursementId))).toBe('recovered_person_waits_a_day')
    expect(await prove(boundTo.changeFactors(approver.id))).toEqual(expect.any(String))
    await hoursPass(world, recoveryId, 24)
    await approveBy(approver, disbursementId)
    expect(await prove('approve:any', 1)).toEqual(expect.any(String))
  })

  test('fifty confirmations at once make one link', async () => {
    const { recoveryId } = await openBy(ada, lost.id)
    const confirmations = await Promise.allSettled(
      Array.from({ length: 50 }, async () => confirmBy(ben, recoveryId)),
    )
    expect(confirmations.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const links = await db().staffSignInLink.findMany({ where: { recoveryId } })
    expect(links).toHaveLength(1)
  })
})

describe('is refused', () => {
  test('to open: for oneself, without every fund, twice, for someone never set up, without the very proof', async () => {
    const elsewhere = await givenFund()
    const both = await givenStaff({ fundId, roles: ['intake'] })
    await inTransaction(system, (tx) =>
      tx.staffRole.create({ data: { staffId: both, fundId: elsewhere, role: 'intake' } }),
    )
    await givenTotp(both)
    const newcomer = await givenStaff({ fundId, roles: ['intake'] })
    const none = 'recovery_is_by_administrators_of_all_their_funds'
    expect(await whyRefused(openBy(ada, ada.id))).toBe('nobody_recovers_themselves')
    expect(await whyRefused(openBy(ada, both))).toBe(none)
    expect(await whyRefused(openBy(ada, await givenStaff()))).toBe(none)
    expect(await whyRefused(openBy(await givenActor(fundId, ['treasurer']), lost.id))).toBe(none)
    expect(await whyRefused(openBy(ada, newcomer))).toBe('invitation_is_enough')
    const stepUpId = await givenStepUp(
      ada.id,
      boundTo.recover({ staffId: lost.id, reason: 'device_lost', assuredBy: 'in_person' }),
    )
    const other = { reason: 'device_lost', assuredBy: 'video_call' } as const
    expect(await whyRefused(openRecovery({ staff: ada, staffId: lost.id, ...other, stepUpId }))).toBe(
      'step_up_is_fresh_and_bound',
    )
    await openBy(ada, lost.id)
    expect(await whyRefused(openBy(ben, lost.id))).toBe('one_recovery_at_a_time')
    const kept = await db().auditEvent.findMany({
      where: { action: 'staff.recovery_opened', outcome: 'refused', actorId: ada.id },
    })
    expect(kept).toHaveLength(5)
  })

  test('to confirm: by the opener, the person, others, twice, late, once stopped, and when the opener lost the role', async () => {
    const carl = await givenActor(fundId, ['administrator'])
    const { recoveryId } = await openBy(ada, lost.id)
    expect(await whyRefused(confirmBy(ada, recoveryId))).toBe('recovery_is_confirmed_by_another')
    const auditor = await givenActor(fundId, ['auditor'])
    expect(await whyRefused(confirmBy(auditor, recoveryId))).toBe(
      'recovery_is_by_administrators_of_all_their_funds',
    )
    const elsewhere = await givenActor(await givenFund(), ['administrator'])
    expect(await whyRefused(confirmBy(elsewhere, recoveryId))).toBe('recovery_unknown')
    const stepUpId = await givenStepUp(ben.id, boundTo.confirmRecovery(crypto.randomUUID()))
    expect(await whyRefused(confirmRecovery({ staff: ben, recoveryId, stepUpId }))).toBe(
      'step_up_is_fresh_and_bound',
    )
    await hoursPass(world, recoveryId, 73)
    expect(await whyRefused(confirmBy(ben, recoveryId))).toBe('recovery_comes_in_time')

    const stopped = await openBy(ada, lost.id)
    await stopRecovery({ staff: ada, recoveryId: stopped.recoveryId, reason: 'by_mistake' })
    expect(await mailsAbout('recovery_stopped')).toEqual(everyone)
    expect(await whyRefused(confirmBy(ben, stopped.recoveryId))).toBe('recovery_was_stopped')

    const { recoveryId: third } = await openBy(carl, lost.id)
    await inTransaction(system, (tx) => tx.staffRole.deleteMany({ where: { staffId: carl.id } }))
    expect(await whyRefused(confirmBy(ben, third))).toBe('recovery_is_by_administrators_of_all_their_funds')
    await stopRecovery({ staff: carl, recoveryId: third, reason: 'by_mistake' })

    const { recoveryId: last } = await givenRecovery([ada, ben], lost.id)
    expect(await whyRefused(confirmBy(ben, last))).toBe('recovery_is_confirmed_once')
  })

  test('to confirm one’s own: an administrator who is let in again does not take part', async () => {
    const { recoveryId } = await openBy(ada, ben.id)
    expect(await whyRefused(confirmBy(ben, recoveryId))).toBe('recovery_is_confirmed_by_another')
  })

  test('to open a stopped link, or one of yesterday', async () => {
    const { recoveryId, token, code } = await givenRecovery([ada, ben], lost.id)
    const stop = { recoveryId, reason: 'not_them' } as const
    const [auditor, stranger] = [
      await givenActor(fundId, ['auditor']),
      await givenActor(await givenFund(), ['administrator']),
    ]
    for (const staff of [auditor, stranger]) {
      expect(await whyRefused(stopRecovery({ staff, ...stop }))).toBe(
        'recovery_is_stopped_by_an_administrator',
      )
    }
    await stopRecovery({ staff: { id: lost.id, fundIds: [] }, ...stop })
    expect(await whyRefused(stopRecovery({ staff: ada, ...stop }))).toBe('recovery_can_still_be_stopped')
    expect(await lookAtSignInLink({ token })).toEqual({ state: 'expired' })
    expect((await refusalOf(redeemSignInLink({ token, visit, code }))).code).toBe('link_expired')

    const late = await givenRecovery([ada, ben], lost.id)
    await hoursPass(world, late.recoveryId, 25)
    expect(await lookAtSignInLink(late)).toEqual({ state: 'expired' })
    expect((await refusalOf(redeemSignInLink({ ...late, visit }))).code).toBe('link_expired')
    expect(await db().staffTotp.findUnique({ where: { staffId: lost.id } })).toMatchObject({
      confirmedAt: expect.any(Date),
    })
  })

  test('to invite anew who was let in again: that would need one administrator only', async () => {
    const { token, code } = await givenRecovery([ada, ben], lost.id)
    await redeemSignInLink({ token, visit, code })
    const stepUpId = await givenStepUp(ada.id, boundTo.renewInvitation(lost.id))
    const renewal = { inviterId: ada.id, staffId: lost.id, stepUpId }
    expect(await whyRefused(renewInvitation(renewal))).toBe('recovered_person_comes_by_recovery')
    await openBy(ada, lost.id)
  })
})
