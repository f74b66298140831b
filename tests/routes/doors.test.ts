import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { db } from '#app/platform/db.ts'
import * as desk from '#app/routes/admin._index.tsx'
import * as account from '#app/routes/admin.account/route.tsx'
import * as emergency from '#app/routes/admin.cases.$personId_.emergency/route.tsx'
import * as emergencies from '#app/routes/admin.emergencies/route.tsx'
import * as people from '#app/routes/admin.people._index/route.tsx'
import * as recovery from '#app/routes/admin.people.$staffId_.recovery/route.tsx'
import * as link from '#app/routes/admin.sign-in.$token.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { forced } from '#tests/support/forced.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { breakBy } from '#tests/support/given-emergency.ts'
import { openBy } from '#tests/support/given-recovery.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { type Answered, signedIn, visitor } from './visitor.ts'

const world = await useWorld()

type Role = Parameters<typeof givenActor>[1][number]
type Member = {
  staff: ActingStaff
  browser: Awaited<ReturnType<typeof signedIn>>
  code: (steps?: number) => string
}

let fundId: string
let ada: Member
let ben: Member
beforeAll(async () => {
  fundId = await givenFund()
  ada = await member(['administrator'])
  ben = await member(['administrator'])
})

/** With an authenticator that was never used, so that its codes are all new. */
beforeEach(async () => {
  ada = await member(['administrator'])
})

async function member(roles: Role[], fund = fundId): Promise<Member> {
  const staff = await givenActor(fund, roles)
  const { code } = await givenTotp(staff.id)
  return { staff, browser: await signedIn(staff.id), code }
}

const shownBy = ({ data }: Answered) => (data.once as { secret: string }).secret

describe('letting someone in again', () => {
  test('by two, from the page to the new authenticator', async () => {
    const lou = await member(['approver'])
    const params = { staffId: lou.staff.id }
    const said = { intent: 'open', reason: 'device_stolen', assuredBy: 'in_person' }
    expect(
      await ada.browser.post(recovery, { ...said, assuredBy: 'mail', code: ada.code() }, { params }),
    ).toMatchObject({
      status: 422,
      data: { errors: { assuredBy: 'malformed' }, values: { reason: 'device_stolen', assuredBy: 'mail' } },
    })
    expect(await ada.browser.post(recovery, said, { params })).toMatchObject({
      status: 409,
      data: { errors: { code: 'step_up_missing' }, values: said },
    })
    expect((await ada.browser.get(recovery, { params })).data).toMatchObject({ page: { current: null } })

    const code = shownBy(await ada.browser.post(recovery, { ...said, code: ada.code() }, { params }))
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/)
    const { page } = (await ben.browser.get(recovery, { params })).data as {
      page: { current: { id: string } }
    }
    expect(page).toMatchObject({ current: { state: 'ready', assuredBy: 'in_person' }, managesAll: true })
    const recoveryId = page.current.id
    expect(
      await ada.browser.post(recovery, { intent: 'confirm', recoveryId, code: ada.code(1) }, { params }),
    ).toMatchObject({ status: 409, data: { refusal: { code: 'recovery_is_confirmed_by_another' } } })
    const address = shownBy(
      await ben.browser.post(recovery, { intent: 'confirm', recoveryId, code: ben.code() }, { params }),
    )
    const token = address.split('/').at(-1) ?? ''

    expect((await lou.browser.get(account)).data).toMatchObject({ recovery: { id: recoveryId } })
    const newcomer = visitor()
    expect((await newcomer.get(link, { params: { token } })).data).toMatchObject({
      link: { state: 'ready', purpose: 'recovery' },
    })
    expect(await newcomer.post(link, {}, { params: { token } })).toMatchObject({
      status: 409,
      data: { errors: { code: 'recovery_code_wrong' } },
    })
    expect(await newcomer.post(link, { code }, { params: { token } })).toMatchObject({ status: 302 })
    expect(await lou.browser.get(account)).toMatchObject({ status: 302 })
    await givenTotp(lou.staff.id)
    expect((await newcomer.get(account)).data).toMatchObject({ staff: { hasTotp: true }, recovery: null })
  })

  test('is stopped by an administrator, or by the person on their own page', async () => {
    const lou = await member(['intake'])
    const params = { staffId: lou.staff.id }
    const { recoveryId } = await openBy(ada.staff, lou.staff.id)
    const stop = { intent: 'stop', recoveryId, stopReason: 'found_again' }
    expect(await lou.browser.post(account, { ...stop, stopReason: '' })).toMatchObject({
      status: 422,
      data: { errors: { stopReason: 'required' } },
    })
    expect(await lou.browser.post(account, stop)).toMatchObject({ status: 302, location: '/admin/account' })
    expect(await ben.browser.post(recovery, stop, { params })).toMatchObject({
      status: 409,
      data: { refusal: { code: 'recovery_can_still_be_stopped' } },
    })
    const { recoveryId: second } = await openBy(ada.staff, lou.staff.id)
    expect(await ben.browser.post(recovery, { ...stop, recoveryId: second }, { params })).toMatchObject({
      status: 303,
      location: `/admin/people/${lou.staff.id}/recovery`,
    })
  })
})

test('a trustee sees what waits for them and the one page on which they are asked, and confirms there', async () => {
  const lou = await member(['approver'])
  const ash = await member(['trustee'])
  await asOwner(world.ownerUrl, null, (owner) =>
    forced(owner, `update staff_role set recorded_at = now() - interval '8 days' where role = 'trustee'`),
  )
  const params = { staffId: lou.staff.id }
  expect((await ash.browser.get(desk)).data).toMatchObject({ items: [], mayPropose: false })
  expect((await ash.browser.get(recovery, { params })).data).toMatchObject({
    page: { trusted: true, current: null },
    reader: { mayReadPeople: false, mayStop: false },
  })
  const { recoveryId } = await openBy(ada.staff, lou.staff.id)
  expect((await ash.browser.get(desk)).data).toMatchObject({
    items: [{ act: 'confirm_recovery', to: `/admin/people/${lou.staff.id}/recovery` }],
  })
  const confirmed = await ash.browser.post(
    recovery,
    { intent: 'confirm', recoveryId, code: ash.code() },
    { params },
  )
  expect(shownBy(confirmed)).toMatch(/\/admin\/sign-in\/[\w-]+$/)
  expect((await ash.browser.get(desk)).data).toMatchObject({ items: [] })
  expect(await ash.browser.get(people)).toMatchObject({ status: 403 })
})

describe('who is let in', () => {
  test('strangers sign in, roles are judged, another fund’s people and records are not there', async () => {
    const staffId = await givenStaff({ fundId, roles: ['intake'] })
    const { personId } = await givenPerson(fundId)
    const params = { staffId, personId }
    const table: [typeof recovery | typeof emergency | typeof emergencies, Record<Role, [number, number]>][] =
      [
        [recovery, { ...all(403, 403), auditor: [200, 403], administrator: [200, 422], trustee: [200, 422] }],
        [emergency, { ...all(403, 403), administrator: [200, 422] }],
        [
          emergencies,
          {
            ...all(200, 403),
            poster: [403, 403],
            trustee: [403, 403],
            approver: [200, 422],
            auditor: [200, 422],
            administrator: [200, 422],
          },
        ],
      ]
    for (const [route] of table) {
      expect(await visitor().get(route, { params })).toMatchObject({ status: 302 })
      expect(await visitor().post(route, {}, { params })).toMatchObject({ status: 302 })
    }
    for (const role of Object.keys(all(0, 0)) as Role[]) {
      const { browser } = await member([role])
      const answers: [number, number][] = []
      for (const [route] of table) {
        answers.push([
          (await browser.get(route, { params })).status,
          (await browser.post(route, {}, { params })).status,
        ])
      }
      expect([role, ...answers]).toEqual([role, ...table.map(([, access]) => access[role])])
    }
    const elsewhere = await givenFund()
    const theirs = await member(['administrator'], elsewhere)
    for (const asked of [
      params,
      { staffId: 'x', personId: 'x' },
      { staffId: randomUUID(), personId: randomUUID() },
    ]) {
      for (const route of [recovery, emergency]) {
        expect((await theirs.browser.get(route, { params: asked })).status).toBe(404)
        expect((await theirs.browser.post(route, { intent: 'open' }, { params: asked })).status).toBe(404)
      }
    }
  })
})

const all = (get: number, post: number): Record<Role, [number, number]> => ({
  ...{ intake: [get, post], approver: [get, post], treasurer: [get, post] },
  ...{ auditor: [get, post], administrator: [get, post], poster: [get, post] },
  trustee: [get, post],
})

describe('an emergency', () => {
  test('is opened with a reason and a proof, looked at for what is asked, and reviewed by another', async () => {
    const { personId, caseCode } = await givenPerson(fundId, { name: 'Marisol Vetch', phone: '555 010 0177' })
    const params = { personId }
    expect(await ada.browser.post(emergency, { intent: 'look', fields: 'name' }, { params })).toMatchObject({
      status: 409,
      data: { refusal: { code: 'emergency_look_stays_in_its_hour' } },
    })
    const open = { intent: 'open', reason: 'release_tonight' }
    expect(await ada.browser.post(emergency, { ...open, reason: '' }, { params })).toMatchObject({
      status: 422,
      data: { errors: { reason: 'required' } },
    })
    expect(await ada.browser.post(emergency, open, { params })).toMatchObject({
      status: 409,
      data: { errors: { code: 'step_up_missing' }, values: open },
    })
    expect(await db().$queryRaw`select 1 from person_reveal`).toEqual([])
    expect(await ada.browser.post(emergency, { ...open, code: ada.code() }, { params })).toMatchObject({
      status: 302,
      location: `/admin/cases/${personId}/emergency`,
    })
    const page = await ada.browser.get(emergency, { params })
    expect(page.data).toMatchObject({
      mine: { endsAt: expect.any(Date) },
      past: [{ isOpen: true, fields: [] }],
    })
    expect(JSON.stringify(page.data)).not.toContain('Vetch')
    expect(await ada.browser.post(emergency, { intent: 'look' }, { params })).toMatchObject({
      status: 422,
      data: { errors: { fields: 'fields_missing' } },
    })
    const seen = await ada.browser.post(emergency, { intent: 'look', fields: 'phone' }, { params })
    expect(seen.data.seen).toEqual([{ field: 'phone', value: '555 010 0177', request: null }])

    const auditor = await member(['auditor'])
    const listed = (await auditor.browser.get(emergencies)).data as {
      emergencies: { id: string; caseCode: string }[]
    }
    const mine = listed.emergencies.find((each) => each.caseCode === caseCode)
    expect(mine).toMatchObject({ reason: 'release_tonight', fields: ['phone'], review: null })
    const found = { glassId: mine?.id ?? '', finding: 'justified', note: 'person_was_in_danger' }
    expect(await ada.browser.post(emergencies, found)).toMatchObject({
      status: 409,
      data: { refusal: { code: 'reviewer_did_not_break_the_glass' }, values: found },
    })
    expect(await auditor.browser.post(emergencies, { ...found, note: '' })).toMatchObject({
      status: 422,
      data: { errors: { note: 'required' } },
    })
    expect(await auditor.browser.post(emergencies, found)).toMatchObject({
      status: 303,
      location: '/admin/emergencies',
    })
    expect(await auditor.browser.post(emergencies, found)).toMatchObject({
      status: 409,
      data: { refusal: { code: 'glass_is_reviewed_once' } },
    })
  })

  test('of another fund is neither listed nor reviewed', async () => {
    const elsewhere = await givenFund()
    const theirs = await givenActor(elsewhere, ['administrator'])
    const glassId = await breakBy(theirs, (await givenPerson(elsewhere)).personId)
    const { data } = await ada.browser.get(emergencies)
    expect(JSON.stringify(data)).not.toContain(glassId)
    const found = { glassId, finding: 'justified', note: 'told_the_board' }
    expect(await ada.browser.post(emergencies, found)).toMatchObject({
      status: 409,
      data: { refusal: { code: 'glass_unknown' } },
    })
  })
})
