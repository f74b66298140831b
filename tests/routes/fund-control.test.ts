import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import {
  act,
  args,
  code,
  keepCookie,
  load,
  locationOf,
  route,
  signIn,
  thrown,
} from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const control = 'admin.funds.$fundId_.control/route.tsx'

let team: Team
let ada: ActingStaff
let ben: ActingStaff
beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
  ada = await givenActor(team.fundId, ['administrator'])
  ben = await givenActor(team.fundId, ['administrator'])
  for (const staff of [ada, ben, team.intake]) await signIn(staff)
})

const entered = {
  ...{ act: 'propose', cap: '5,000', dailyCap: '', expiryHours: '48' },
  ...{ 'steps[0].from': '0', 'steps[0].approvals': '1', 'steps[1].from': '1,000', 'steps[1].approvals': '2' },
}

test('one proposes, another confirms, and the page says who can meet it', async () => {
  const { fundId } = team
  const params = { fundId }
  expect(await act(control, ada, { ...entered, cap: '1,00' }, params)).toMatchObject({
    status: 422,
    data: { values: { ...entered, cap: '1,00' }, errors: { cap: 'amount_ambiguous' } },
  })
  expect(await act(control, ada, entered, params)).toMatchObject({
    status: 409,
    data: { values: entered, errors: { code: 'step_up_missing' } },
  })
  const proposed = await act(control, ada, { ...entered, code: code(ada) }, params)
  expect(locationOf(proposed)).toBe(`/admin/funds/${fundId}/control`)
  keepCookie(ada, proposed)

  const { page } = await load<{ page: { proposed: { id: string }[] } }>(control, ben, params)
  expect(page).toMatchObject({
    inForce: { steps: [{ fromCents: 0n, approvals: 1 }], capCents: null, expiryHours: 336 },
    proposed: [{ capCents: 5_000_00n, meetings: [{ isPossible: true }, { isPossible: true }] }],
  })
  const limitsId = page.proposed[0]?.id ?? ''
  expect(await act(control, ada, { act: 'confirm', limitsId, code: code(ada, 1) }, params)).toMatchObject({
    status: 409,
    data: { refusal: { code: 'limits_are_confirmed_by_another' } },
  })
  keepCookie(ben, await act(control, ben, { act: 'confirm', limitsId, code: code(ben) }, params))
  expect(await load(control, ben, params)).toMatchObject({
    page: {
      inForce: { capCents: 5_000_00n, expiryHours: 48 },
      proposed: [],
      decided: [{ outcome: 'confirmed' }],
    },
  })
})

test('is closed to who may not, and does not know another fund', async () => {
  const { loader, action } = await route(control)
  const params = { fundId: team.fundId }
  expect((await thrown(loader(await args(null, undefined, params)))).status).toBe(302)
  expect((await thrown(action?.(await args(team.intake, entered, params)) as Promise<unknown>)).status).toBe(
    403,
  )
  for (const fundId of [randomUUID(), 'bail']) {
    expect((await thrown(loader(await args(ada, undefined, { fundId })))).status).toBe(404)
    expect((await thrown(action?.(await args(ada, entered, { fundId })) as Promise<unknown>)).status).toBe(
      404,
    )
  }
})
