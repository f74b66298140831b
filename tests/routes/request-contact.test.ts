import { beforeAll, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import {
  givenIntakeTeam,
  givenRequest,
  helpForm,
  type IntakeTeam,
  requestRow,
} from '#tests/support/given-request.ts'
import { errorBeside, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn } from './visitor.ts'

const world = await useWorld()
const app = await useApp(world)

let team: IntakeTeam
beforeAll(async () => {
  team = await givenIntakeTeam()
})

async function browser(staff: ActingStaff) {
  await givenTotp(staff.id)
  const cookie = (await signedIn(staff.id)).cookie()
  const { get, post } = visitorTo(app.url)
  return {
    get: async (path: string) => (await (await get(path, { cookie })).text()).replaceAll('<!-- -->', ''),
    post: (path: string, form: Record<string, string>) => post(path, form, { cookie }),
  }
}

describe('without JavaScript', () => {
  test('the number is asked for on the call, shown once to be pressed, corrected, and nowhere else', async () => {
    const requestId = await givenRequest(team.fundId)
    const path = `/admin/requests/${requestId}`
    const { get, post } = await browser(team.intake)
    const [call] = (await requestRow(requestId)).callTasks
    const masked = await get(path)
    expect(masked).toContain('Show the number to call')
    expect(masked).not.toContain('tel:+15550188')

    const shown = await post(`${path}/number`, { callId: call?.id ?? '' })
    expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const html = await shown.text()
    expect(html).toContain('href="tel:+15550188"')
    expect(html).toContain('slow Spanish')
    expect(html).not.toContain(helpForm.askerName)
    expect(await get(`${path}/number`)).not.toContain('tel:+15550188')

    const wrong = await post(`${path}/contact`, { phone: 'call me', language: '', voicemail: '' })
    expect(wrong.status).toBe(422)
    expect(errorBeside(await wrong.text(), 'phone')).toBeTruthy()
    const nothing = await post(`${path}/contact`, { phone: '', language: '', voicemail: '' })
    expect(nothing.status).toBe(409)
    expect(errorBeside(await nothing.text(), 'phone')).toBe('Write at least one thing that is different.')
    const done = await post(`${path}/contact`, { phone: '+1 555 0149', language: '', voicemail: 'yes' })
    expect([done.status, done.headers.get('location')]).toEqual([302, path])
    expect(await get(path)).toContain('may be left')
    const again = await post(`${path}/number`, { callId: call?.id ?? '' })
    expect(await again.text()).toContain('href="tel:+15550149"')
  })

  test('an administrator corrects it and does not see it; an approver does neither', async () => {
    const requestId = await givenRequest(team.fundId)
    const path = `/admin/requests/${requestId}`
    const callId = (await requestRow(requestId)).callTasks[0]?.id ?? ''
    const administrator = await browser(team.administrator)
    expect(await administrator.get(path)).not.toContain('Show the number to call')
    expect((await administrator.post(`${path}/number`, { callId })).status).toBe(409)
    expect((await administrator.post(`${path}/contact`, { language: 'Mam' })).status).toBe(302)
    const approver = await browser(team.approver)
    expect((await approver.post(`${path}/number`, { callId })).status).toBe(403)
    expect((await approver.post(`${path}/contact`, { language: 'Mam' })).status).toBe(403)
    const stranger = await browser((await givenIntakeTeam()).intake)
    expect((await stranger.post(`${path}/number`, { callId })).status).toBe(404)
  })
})
