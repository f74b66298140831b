import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { db } from '#app/platform/db.ts'
import * as list from '#app/routes/admin.funds._index.tsx'
import * as page from '#app/routes/admin.funds.$fundId/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { errorBeside, gift, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

const world = await useWorld()
const app = await useApp(world)

type Role = Parameters<typeof givenActor>[1][number]

let team: Team
let other: Team
beforeAll(async () => {
  team = await givenTeam({ bank: 20_000_00n, fund: { slug: 'bail', reserveFloorCents: 500_00n } })
  other = await givenTeam()
  await givenPostedBond(team, { principal: 2_000_00n })
})

async function member(roles: Role[]) {
  const { id } = await givenActor(team.fundId, roles)
  await givenTotp(id)
  return signedIn(id)
}
const asked = (fundId: string) => ({ params: { fundId } })

describe('who is let in', () => {
  test('strangers are asked to sign in', async () => {
    expect(await visitor().get(list)).toMatchObject({ status: 302 })
    expect(await visitor().get(page, asked(team.fundId))).toMatchObject({ status: 302 })
    expect(await visitor().post(page, {}, asked(team.fundId))).toMatchObject({ status: 302 })
  })

  test.each<[Role, boolean]>([
    ['intake', false],
    ['approver', false],
    ['treasurer', false],
    ['auditor', false],
    ['administrator', true],
  ])('%s reads; only an administrator decides', async (role, manages) => {
    const person = await member([role])
    expect((await person.get(list)).data).toMatchObject({ funds: [{ id: team.fundId }] })
    expect((await person.get(page, asked(team.fundId))).data).toMatchObject({ mayManage: manages })
    expect((await person.post(page, {}, asked(team.fundId))).status).toBe(manages ? 422 : 403)
  })

  test('another fund, and what is no fund, does not exist', async () => {
    const person = await member(['administrator'])
    const form = { act: 'state', state: 'paused', stateReason: 'board_decision' }
    for (const fundId of [other.fundId, '1', '00000000-0000-4000-8000-000000000000']) {
      expect((await person.get(page, asked(fundId))).status).toBe(404)
      expect((await person.post(page, form, asked(fundId))).status).toBe(404)
    }
  })

  test('nobody without a role, and nobody who administers only elsewhere', async () => {
    expect((await (await member([])).get(list)).status).toBe(403)
    const { id } = await givenActor(other.fundId, ['administrator'])
    await db().staffRole.create({ data: { staffId: id, fundId: team.fundId, role: 'auditor' } })
    await givenTotp(id)
    const person = await signedIn(id)
    const form = { act: 'state', state: 'paused', stateReason: 'board_decision' }
    expect((await person.post(page, form, asked(team.fundId))).data).toMatchObject({
      refusal: { code: 'role_may_not' },
    })
  })
})

test.each([
  ['paused', 'not taking gifts'],
  ['full', 'has what it can use for now'],
] as const)(
  'donors meet a %s fund that takes no gift and says why, until it is open again',
  async (to, words) => {
    const slug = `resting-${to}`
    const fundId = await givenFund({ slug })
    const staff = await givenActor(fundId, ['administrator'])
    const donor = visitorTo(app.url)
    await changeFundState({ staff, fundId, to, reason: 'enough_for_now' })
    const answer = await donor.post(`/funds/${slug}/donate`, gift())
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain(words)
    expect(await (await donor.get(`/funds/${slug}/donate`)).text()).toContain(words)
    expect(await db().giftIntentPart.count({ where: { fundId } })).toBe(0)

    await changeFundState({ staff, fundId, to: 'open', reason: 'gifts_are_needed' })
    const token = randomUUID()
    expect((await donor.post(`/funds/${slug}/donate`, gift({ token }))).status).toBe(303)
  },
)

describe('without JavaScript', () => {
  async function sent(roles: Role[], fundId: string) {
    const cookie = (await member(roles)).cookie()
    const browser = visitorTo(app.url)
    const path = `/admin/funds/${fundId}`
    return {
      get: async () => (await browser.get(path, { cookie })).text(),
      post: (form: Record<string, string>) => browser.post(path, form, { cookie }),
      list: async () => (await browser.get('/admin/funds', { cookie })).text(),
    }
  }

  test('the subtraction is written out, and what comes back is a picture and a table', async () => {
    const { get, list: funds } = await sent(['auditor'], team.fundId)
    const html = await get()
    for (const line of ['In the bank', 'Less the reserve floor', '$18,000.00', '-$500.00', '$17,500.00'])
      expect(html).toContain(line)
    expect(html).toContain('Enough for 8 more people at the fund’s average bond of $2,000.00.')
    expect(html).toContain('Court bail: a guess. No bond of this fund ended so far')
    expect(html).toMatch(/<svg[^>]*role="img"/)
    expect(html).toContain('Back by the end of each month, counted from today')
    expect(html).toContain('An administrator of this fund decides')
    expect(await funds()).toContain('$17,500.00')
  })

  test('a form comes back with what was typed, a refusal beside it, and a decision is shown to all', async () => {
    const { get, post } = await sent(['administrator'], team.fundId)
    const typed = await post({ act: 'reserve', reserve: '1,00', reserveReason: 'fees_ahead' })
    expect(typed.status).toBe(422)
    const html = await typed.text()
    expect(errorBeside(html, 'reserve')).toMatch(/^This could be read in two ways/)
    expect(html).toContain('value="1,00"')

    const stays = await post({ act: 'reserve', reserve: '500', reserveReason: 'fees_ahead' })
    expect(stays.status).toBe(409)
    expect(errorBeside(await stays.text(), 'reserve')).toBe('This is the reserve floor already.')

    expect((await post({ act: 'reserve', reserve: '750', reserveReason: 'fees_ahead' })).status).toBe(303)
    expect((await post({ act: 'state', state: 'full', stateReason: 'enough_for_now' })).status).toBe(303)
    const after = await get()
    expect(after).toContain('Reserve floor from $500.00 to $750.00.')
    expect(after).toContain('From “Open for gifts” to “Full for now”.')
    expect(after).toContain('The fund has what it can use for now')
    const audit = await (
      await visitorTo(app.url).get('/admin/audit', {
        cookie: (await member(['administrator'])).cookie(),
      })
    ).text()
    expect(audit).toContain('Changed the state of a fund')
    expect(audit).toContain('Changed the reserve of a fund')
  })
})
