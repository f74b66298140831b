import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { lookAtSignInLink } from '#app/domain/staff/links/look-at-sign-in-link.server.ts'
import { redeemSignInLink } from '#app/domain/staff/links/redeem-sign-in-link.server.ts'
import { makeSignInLink } from '#app/domain/staff/links/sign-in-link.server.ts'
import { recoverByHost } from '#app/domain/staff/recovery/recover-by-host.server.ts'
import { recoveryPage } from '#app/domain/staff/recovery/recovery-page.server.ts'
import { stopRecovery } from '#app/domain/staff/recovery/stop-recovery.server.ts'
import { currentSession } from '#app/domain/staff/sessions/current-session.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { recover } from '#app/start/recover.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { confirmBy, hoursPass, mailed, openBy } from '#tests/support/given-recovery.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { givenTotp } from './given-factors.ts'

const world = await useWorld()

let fundId: string
let ada: ActingStaff
let ben: ActingStaff
let lost: { id: string; email: string }
beforeAll(async () => {
  fundId = await givenFund()
  ada = await givenActor(fundId, ['administrator'])
  ben = await givenActor(fundId, ['administrator'])
})
beforeEach(async () => {
  const email = `${crypto.randomUUID()}@staff.example`
  lost = { id: await givenStaff({ fundId, roles: ['approver'], name: 'Lou Example', email }), email }
  await givenTotp(lost.id)
})

const mailsAbout = (event: string) => mailed(event, { ada: ada.id, ben: ben.id, lou: lost.id })
const everyone = ['access-changed lou', 'administrators-notice ada', 'administrators-notice ben']

test('what waits: the second administrator, and everyone while the host’s 72 hours run', async () => {
  const acts = async ({ id, fundIds }: ActingStaff) => {
    const staff = { id, fundIds, language: 'en', roles: [{ fundId, role: 'administrator' as const }] }
    const waiting = await waitingForMe({ staff })
    return waiting.map(({ act, to }) => `${act} ${to}`).filter((each) => each.endsWith(page))
  }
  const page = `/admin/people/${lost.id}/recovery`
  const { recoveryId } = await openBy(ada, lost.id)
  expect([await acts(ada), await acts(ben)]).toEqual([[], [`confirm_recovery ${page}`]])
  await stopRecovery({ staff: ben, recoveryId, reason: 'not_them' })
  await recoverByHost({ email: lost.email, reason: 'device_lost' })
  expect([await acts(ada), await acts(ben)]).toEqual([
    [`look_at_recovery ${page}`],
    [`look_at_recovery ${page}`],
  ])
})

describe('whoever runs the server', () => {
  const said = async (email: string) => {
    const lines: string[] = []
    await recover({ email, reason: 'device_broken' }, (line) => lines.push(line))
    const failed = process.exitCode
    process.exitCode = 0
    return { text: lines.join('\n'), failed: failed === 1 }
  }
  const idOf = async () => {
    const { current } = await recoveryPage({ staffId: lost.id, readerId: ada.id })
    return current?.id ?? ''
  }

  test('waits 72 hours, of which everyone is mailed, and then gets a link', async () => {
    expect((await said(` ${lost.email.toUpperCase()}`)).text).toMatch(/^Opened\. .*mailed/)
    expect(await mailsAbout('recovery_opened_by_host')).toEqual(everyone)
    const recoveryId = await idOf()
    expect((await said(lost.email)).text).toMatch(/^Still waiting\./)
    expect(await whyRefused(confirmBy(ada, recoveryId))).toBe('host_recovery_waits_72_hours')
    await hoursPass(world, recoveryId, 72)
    expect(await whyRefused(confirmBy(ada, recoveryId))).toBe('recovery_goes_its_way')
    const first = (await said(lost.email)).text.split('/').at(-1) ?? ''
    const token = (await said(lost.email)).text.split('/').at(-1) ?? ''
    expect(await lookAtSignInLink({ token: first })).toEqual({ state: 'used' })
    expect(await lookAtSignInLink({ token })).toMatchObject({ state: 'ready', purpose: 'recovery_by_host' })
    const { sessionId } = await redeemSignInLink({
      token,
      visit: { device: 'Firefox · Linux', address: '203.0.113.7' },
    })
    expect(await currentSession({ sessionId })).toMatchObject({ id: lost.id, hasTotp: false })
    expect(await mailsAbout('recovery_used')).toEqual(everyone)
  })

  test('is stopped by any administrator, and by the person', async () => {
    await said(lost.email)
    await stopRecovery({ staff: ben, recoveryId: await idOf(), reason: 'not_them' })
    expect(await mailsAbout('recovery_stopped')).toEqual(everyone)
    expect((await said(lost.email)).text).toMatch(/^Opened\./)
    await stopRecovery({
      ...{ staff: { id: lost.id, fundIds: [] }, recoveryId: await idOf(), reason: 'found_again' },
    })
    await openBy(ada, lost.id)
    expect(await said(lost.email)).toEqual({
      text: expect.stringMatching(/^Two administrators are/),
      failed: true,
    })
  })

  test('does not know a stranger, and leaves who was never set up to an invitation', async () => {
    expect(await said('nobody@staff.example')).toMatchObject({ failed: true })
    const email = `${crypto.randomUUID()}@staff.example`
    const staffId = await givenStaff({ fundId, roles: ['intake'], email })
    await inTransaction({ scope: { kind: 'system' } }, (tx) => makeSignInLink(tx, staffId, 'enrol'))
    expect((await said(email)).text).toMatch(/invitation is enough/)
  })
})
