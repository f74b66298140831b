import { beforeAll, expect, test } from 'vitest'
import { givenCoPaidBond } from '#tests/support/given-copay.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { act, load, locationOf, signIn } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const bond = 'admin.bonds.$bondId/route.tsx'
const exposure = 'admin.bonds.$bondId.exposure.tsx'

let team: Team
beforeAll(async () => {
  team = await givenTeam()
  for (const staff of [team.intake, team.approver]) await signIn(staff)
})

test('what a court can call is said on the bond’s page, which tells who said it; what cannot be is refused beside its field', async () => {
  const { bondId } = await givenCoPaidBond(team, { own: 500_00n, family: 500_00n })
  const say = (full: string) => act(exposure, team.intake, { full }, { bondId })
  for (const [typed, code] of [
    ['', 'required'],
    ['1,00', 'amount_ambiguous'],
    ['-5', 'amount_negative'],
    ['9999999999999', 'amount_too_large'],
  ] as const)
    expect(await say(typed)).toMatchObject({ status: 422, data: { errors: { full: code } } })
  expect(await say('999.99')).toMatchObject({
    status: 409,
    data: { errors: { full: 'exposure_is_at_least_what_was_called' }, values: { full: '999.99' } },
  })
  expect(await load(bond, team.approver, { bondId })).toMatchObject({
    page: { exposure: null, saidExposure: { said: [], isOpen: true }, mayFollow: true },
  })
  expect(locationOf(await say('10,000'))).toBe(`/admin/bonds/${bondId}`)
  expect(await load(bond, team.approver, { bondId })).toMatchObject({
    page: {
      exposure: { full: 10_000_00n, left: 9_000_00n },
      saidExposure: { said: [{ whole: 10_000_00n, by: 'intake' }] },
    },
  })
})

test('whoever may not follow bonds reads it and says nothing', async () => {
  const { bondId } = await givenCoPaidBond(team, { own: 500_00n, family: 0n })
  const auditor = await givenActor(team.fundId, ['auditor'])
  await signIn(auditor)
  expect(await load(bond, auditor, { bondId })).toMatchObject({ page: { mayFollow: false } })
  expect(await act(exposure, auditor, { full: '9,000' }, { bondId }).catch((thrown) => thrown)).toMatchObject(
    {
      status: 403,
    },
  )
})
