import { beforeAll, expect, test } from 'vitest'
import { actions } from '#app/domain/staff/access.ts'
import { assignSuspense } from '#app/domain/suspense/assign-suspense.server.ts'
import * as audit from '#app/routes/admin.audit._index/route.tsx'
import { catalogs } from '#app/words/catalogs.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { sealed } from '#tests/support/sealed.ts'
import { visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

const world = await useWorld()
const app = await useApp(world)

type Role = Parameters<typeof givenActor>[1][number]

let team: Team

beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
  const disbursementId = await givenProposal(team, { principal: 800_00n })
  await approveBy(team.approver, disbursementId)
  await sealed()
  await assignSuspense({
    ...{ staff: team.treasurer, txnId: 'txn_of_nobody', as: 'gift', fundId: team.fundId },
  }).catch(() => undefined)
})

async function member(roles: Role[]) {
  const { id } = await givenActor(team.fundId, roles)
  await givenTotp(id)
  return signedIn(id)
}

test('strangers are asked to sign in, and only those who may read it read it', async () => {
  expect(await visitor().get(audit)).toMatchObject({ status: 302 })
  const allowed: [Role, number][] = [
    ['intake', 403],
    ['approver', 403],
    ['treasurer', 403],
    ['auditor', 200],
    ['administrator', 200],
  ]
  for (const [role, status] of allowed) {
    expect([role, (await (await member([role])).get(audit)).status]).toEqual([role, status])
  }
})

test('what the address asks for wrongly is not asked for', async () => {
  const auditor = await member(['auditor'])
  const rows = async (search: string) =>
    ((await auditor.get(audit, { search })).data as { rows: { action: string; id: bigint }[] }).rows
  const all = await rows('')
  expect(all.length).toBeGreaterThan(3)
  expect((await rows('?actor=x&outcome=y&group=z&before=-1&fund=')).length).toBeGreaterThanOrEqual(all.length)
  expect(await rows('?fund=nowhere')).toEqual([])
  expect(await rows(`?before=${all.at(-1)?.id}`)).toEqual([])
  const disbursements = await rows(`?group=disbursements&actor=${team.approver.id}`)
  expect(disbursements.map(({ action }) => action)).toEqual(['disbursement.approved'])
})

test('without JavaScript: acts, figures and refusals in words, and a form that narrows the list', async () => {
  const cookie = (await member(['auditor'])).cookie()
  const page = async (search = '') => {
    const answer = await visitorTo(app.url).get(`/admin/audit${search}`, { cookie })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    return (await answer.text()).replaceAll('<!-- -->', '')
  }
  const html = await page('?fund=bail')
  expect(html).toContain('Approved a disbursement')
  expect(html).toContain('Principal: $800.00')
  expect(html).toContain('Purpose: Court bail')
  expect(html).toMatch(/Sealed, \d+/)
  expect(html).toContain('Not sealed yet')
  expect(html).toContain('Said what a movement was')
  expect(html).toContain('As: A gift')
  expect(html).toContain('Reason: There is no such movement')
  expect(html).toMatch(/<form[^>]*method="get"[^>]*action="\/admin\/audit"/)
  expect(html).toMatch(/<option value="bail" selected="">/)

  const refused = await page('?outcome=refused&group=money')
  expect(refused).toContain('Said what a movement was')
  expect(refused).not.toContain('Approved a disbursement')
  expect(await page('?group=bonds&outcome=done')).toContain('Nothing matches.')
  expect(await page('?group=people')).toContain('Their role does not open this')
})

test('every action that a role can be refused has its words', () => {
  const missing = actions.filter((action) => !catalogs.en.admin?.[`audit.action.${action.replace(':', '.')}`])
  expect(missing).toEqual([])
})
