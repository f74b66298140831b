import { beforeAll, describe, expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import * as page from '#app/routes/admin.rules/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import { givenActor, givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { errorBeside, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

const world = await useWorld()
const app = await useApp(world)

type Role = Parameters<typeof givenActor>[1][number]

let team: Team
beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
})

async function member(roles: Role[]) {
  const { id } = await givenActor(team.fundId, roles)
  await givenTotp(id)
  return signedIn(id)
}

const version = {
  ...{ act: 'version', code: 'zz-cap', place: 'us-zz', kind: 'cap_per_bond', effect: 'blocks_posting' },
  ...{ bondKind: '', summary: 'A cap of a county.', cap: '2,000', bondCount: '', periodDays: '' },
  ...{ validFrom: '2020-01-01', validUntil: '', source: 'Code of Larkspur', readOn: '2026-01-01' },
}

describe('who is let in', () => {
  test('strangers are asked to sign in', async () => {
    expect(await visitor().get(page)).toMatchObject({ status: 302 })
    expect(await visitor().post(page, {})).toMatchObject({ status: 302 })
  })

  test.each<[Role, boolean]>([
    ['intake', false],
    ['approver', false],
    ['treasurer', false],
    ['auditor', false],
    ['administrator', true],
  ])('%s reads; only an administrator writes', async (role, manages) => {
    const person = await member([role])
    expect((await person.get(page)).data).toMatchObject({ mayManage: manages, funds: [{ id: team.fundId }] })
    expect((await person.post(page, {})).status).toBe(manages ? 422 : 403)
  })

  test('another fund does not exist', async () => {
    const other = await givenTeam()
    const person = await member(['administrator'])
    const answer = await person.post(page, { act: 'place', fundId: other.fundId, place: 'US-ZZ' })
    expect(answer.status).toBe(404)
  })
})

test('without JavaScript: a rule is written, placed, reviewed, and stands on the page of a proposal', async () => {
  const cookie = (await member(['administrator'])).cookie()
  const browser = visitorTo(app.url)
  const get = async (path = '/admin/rules') => (await browser.get(path, { cookie })).text()
  const post = (form: Record<string, string>, by = cookie) =>
    browser.post('/admin/rules', form, { cookie: by })

  const before = await get()
  expect(before).toContain('ny-cap, version 1')
  expect(before).toContain('At most $2,000.00 for one bond.')
  expect(before).toContain('not by counsel: it only warns')

  const misfit = await post({ ...version, kind: 'litigation' })
  expect(misfit.status).toBe(422)
  const html = await misfit.text()
  expect(errorBeside(html, 'version-cap')).toMatch(/^A highest amount goes with a cap/)
  expect(errorBeside(html, 'version-effect')).toMatch(/^Only a cap/)
  expect(html).toContain('value="Code of Larkspur"')
  expect((await post({ ...version, place: 'Larkspur' })).status).toBe(422)

  const unread = await post({ ...version, readOn: '2999-01-01' })
  expect(unread.status).toBe(409)
  expect(errorBeside(await unread.text(), 'version-readOn')).toContain('in the future')
  expect((await post(version)).status).toBe(303)
  expect((await post({ act: 'place', fundId: team.fundId, place: 'US-ZZ' })).status).toBe(303)
  const again = await post({ act: 'place', fundId: team.fundId, place: 'US-ZZ' })
  expect(again.status).toBe(409)
  expect(errorBeside(await again.text(), 'fund-place')).toContain('already under the rules')

  const proposal = `/admin/disbursements/${await givenProposal(team, { principal: 2_500_00n })}`
  const warned = await get(proposal)
  expect(warned).toContain('At most $2,000.00 for one bond; this one is $2,500.00.')
  expect(warned).toContain('zz-cap, version 1, US-ZZ. Source: Code of Larkspur. Read on January 1, 2026.')
  expect(warned).toContain('Not reviewed by counsel, so it only warns.')

  const { id: ruleId } = await db().jurisdictionRule.findFirstOrThrow({ where: { code: 'zz-cap' } })
  const own = await get()
  expect(own).toContain('You wrote this version.')
  expect(own).not.toContain(`id="counsel-${ruleId}"`)
  const alone = await post({ act: 'review', ruleId, counsel: 'Ada Example', reviewedOn: '2026-01-02' })
  expect(alone.status).toBe(409)
  expect(await alone.text()).toContain('Another person who approves, keeps the money, audits')

  const other = (await member(['administrator'])).cookie()
  const early = await post({ act: 'review', ruleId, counsel: 'Ada Example', reviewedOn: '2025-01-01' }, other)
  expect(early.status).toBe(409)
  expect(await early.text()).toContain('A review cannot lie before the day')
  const unnamed = { act: 'review', ruleId, counsel: '', reviewedOn: '2026-01-02' }
  expect((await post(unnamed, other)).status).toBe(422)
  const review = { act: 'review', ruleId, counsel: 'Ada Example', reviewedOn: '2026-01-02' }
  expect((await post(review, other)).status).toBe(303)
  expect(await get()).toContain('by Ada Example on January 2, 2026')
  expect(await get(proposal)).toContain('Blocks')
  const twice = await post(review, other)
  expect(twice.status).toBe(409)
  expect(await twice.text()).toContain('already been reviewed')
})
