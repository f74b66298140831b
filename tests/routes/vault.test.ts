import { beforeAll, describe, expect, test } from 'vitest'
import { db, inTransaction } from '#app/platform/db.ts'
import * as cases from '#app/routes/admin.cases._index/route.tsx'
import * as person from '#app/routes/admin.cases.$personId/route.tsx'
import * as demands from '#app/routes/admin.demands/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenPerson, known } from '#tests/domain/vault/given-person.ts'
import { useApp } from '#tests/support/app.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { errorBeside, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

const world = await useWorld()
const app = await useApp(world)

type Role = Parameters<typeof givenActor>[1][number]

let team: Team
let fundId: string
let otherId: string

beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
  fundId = team.fundId
  otherId = await givenFund({ slug: 'elsewhere' })
})

async function member(roles: Role[]) {
  const { id } = await givenActor(fundId, roles)
  await givenTotp(id)
  return signedIn(id)
}

/** The same person with a browser that runs no script. */
async function browser(roles: Role[]) {
  const cookie = (await member(roles)).cookie()
  const { get, post } = visitorTo(app.url)
  return {
    get: async (path: string) => (await (await get(path, { cookie })).text()).replaceAll('<!-- -->', ''),
    post: (path: string, form: Record<string, string>) => post(path, form, { cookie }),
    text: async (answer: Response) => (await answer.text()).replaceAll('<!-- -->', ''),
  }
}

describe('who is let in', () => {
  test('strangers are asked to sign in', async () => {
    const { personId } = await givenPerson(fundId)
    const params = { personId }
    for (const page of [cases, person, demands]) {
      expect(await visitor().get(page, { params })).toMatchObject({ status: 302 })
      expect(await visitor().post(page, { intent: 'erase' }, { params })).toMatchObject({ status: 302 })
    }
    expect(await known(personId)).toEqual({ name: 'Rosa Quill' })
  })

  test.each<[Role, number, number]>([
    ['intake', 200, 403],
    ['approver', 200, 403],
    ['treasurer', 200, 403],
    ['auditor', 403, 403],
    ['administrator', 200, 200],
  ])('%s', async (role, vault, register) => {
    const { personId } = await givenPerson(fundId)
    const someone = await member([role])
    expect((await someone.get(cases)).status).toBe(vault)
    expect((await someone.get(person, { params: { personId } })).status).toBe(vault)
    expect((await someone.get(demands)).status).toBe(register)
    expect((await someone.post(demands, {})).status).toBe(register === 200 ? 422 : 403)
    expect((await someone.post(cases, {})).status).toBe(vault === 200 ? 422 : 403)
  })

  test('another fund’s person does not exist, nor one whose id is none', async () => {
    const other = await givenPerson(otherId)
    const everything = await member(['intake', 'approver', 'treasurer', 'administrator'])
    for (const personId of [other.personId, crypto.randomUUID(), '1']) {
      expect((await everything.get(person, { params: { personId } })).status).toBe(404)
      expect(
        (await everything.post(person, { intent: 'erase', sure: 'on' }, { params: { personId } })).status,
      ).toBe(404)
    }
  })
})

describe('without JavaScript', () => {
  test('a person is found by name, shown masked, and looked at with a reason', async () => {
    const { personId, caseCode } = await givenPerson(fundId, { name: 'Marisol Vetch', phone: '555 010 0177' })
    await givenPostedBond(team, { caseCode })
    const { get, post, text } = await browser(['intake'])
    expect(await get('/admin/cases')).toMatch(/<a[^>]*href="\/admin\/cases"[^>]*>Vault</)

    const unclear = await post('/admin/cases?index', { kind: 'phone', plain: 'marisol' })
    expect(unclear.status).toBe(409)
    expect(errorBeside(await unclear.text(), 'plain')).toMatch(/nothing here to search by/)
    const nobody = await text(await post('/admin/cases?index', { kind: 'name', plain: 'Nobody' }))
    expect(nobody).toContain('Nobody is found by this')
    const answer = await post('/admin/cases?index', { kind: 'name', plain: 'vetch' })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const found = await text(answer)
    expect(found).toContain(`href="/admin/cases/${personId}"`)
    expect(found).toContain(caseCode)
    expect(found).not.toContain('Marisol')

    const path = `/admin/cases/${personId}`
    const masked = await get(path)
    expect(masked).toContain(`Case ${caseCode}`)
    expect(masked).toContain('What would a demand get today')
    expect(masked).toContain('Nobody has looked yet.')
    expect(masked).not.toContain('Erase this person')
    for (const value of ['Marisol', 'Vetch', '010 0177']) expect(masked).not.toContain(value)

    const unasked = await post(path, { intent: 'reveal', reason: '' })
    expect(unasked.status).toBe(422)
    const beside = await text(unasked)
    expect(errorBeside(beside, 'fields')).toBe('Choose what you need to see.')
    expect(errorBeside(beside, 'reason')).toBe('This is needed.')

    const shown = await post(path, { intent: 'reveal', fields: 'name', reason: 'court_date' })
    expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const seen = await text(shown)
    expect(seen).toContain('<bdi>Marisol Vetch</bdi>')
    expect(seen).not.toContain('010 0177')
    expect(seen).toContain('A court date')
    expect(await get(path)).not.toContain('Marisol')
  })

  test('a page offers the reasons that are true today, and says whom to ask where there is none', async () => {
    const { personId, caseCode } = await givenPerson(fundId, { name: 'Marisol Vetch', note: 'Left-handed.' })
    const path = `/admin/cases/${personId}`
    const intake = await browser(['intake'])
    const closed = await intake.get(path)
    expect(closed).toContain('Nothing gives you a reason to look today')
    expect(closed).not.toContain('name="reason"')
    const late = await intake.post(path, { intent: 'reveal', fields: 'name', reason: 'correction' })
    expect(late.status).toBe(409)
    expect(await late.text()).not.toContain('Marisol')

    await givenPostedBond(team, { caseCode })
    const reasons = (html: string) =>
      [...html.matchAll(/<option value="([a-z_]+)"/g)].map(([, reason]) => reason)
    expect(reasons(await intake.get(path))).toEqual(['court_date', 'reaching_the_person', 'correction'])
    const treasurer = await browser(['treasurer'])
    expect(reasons(await treasurer.get(path))).toEqual([
      'court_date',
      'reaching_the_person',
      'return_of_money',
    ])
    expect(await treasurer.get(path)).not.toContain('value="note"')
    const more = await treasurer.post(path, { intent: 'reveal', fields: 'note', reason: 'court_date' })
    expect(more.status).toBe(409)
    expect(errorBeside(await more.text(), 'reason')).toContain('does not show all that you chose')
  })

  test('who may erase may not look, and erasing asks twice', async () => {
    const { personId } = await givenPerson(fundId)
    const path = `/admin/cases/${personId}`
    const { get, post, text } = await browser(['administrator'])
    expect(await get(path)).toContain('Intake, approvers and the treasurer of this fund may look.')
    const look = await post(path, { intent: 'reveal', fields: 'name', reason: 'screening' })
    expect(look.status).toBe(409)
    expect(await look.text()).not.toContain('Rosa')

    const unsure = await post(path, { intent: 'erase' })
    expect(unsure.status).toBe(422)
    expect(errorBeside(await unsure.text(), 'sure')).toBe('Tick this to say that you mean it.')
    const intake = await browser(['intake'])
    expect((await intake.post(path, { intent: 'erase', sure: 'on' })).status).toBe(409)
    expect(await known(personId)).toEqual({ name: 'Rosa Quill' })

    const erased = await post(path, { intent: 'erase', sure: 'on' })
    expect([erased.status, erased.headers.get('location')]).toEqual([303, path])
    const after = await get(path)
    expect(after).toMatch(/Erased on/)
    expect(after).not.toContain('Erase for good')
    const again = await post(path, { intent: 'erase', sure: 'on' })
    expect(again.status).toBe(409)
    expect(await text(again)).toContain('Erased on')
  })

  test('a demand is entered, holds, and is closed', async () => {
    const { personId, caseCode } = await givenPerson(fundId)
    const { get, post, text } = await browser(['administrator'])
    const html = await get('/admin/demands')
    const main = html.slice(html.indexOf('<main'))
    const first = main
      .replaceAll(/<[^>]*>/g, '|')
      .split('|')
      .find((words) => words.trim() !== '')
    expect(first).toBe('Answer nothing. Delete nothing. Call counsel.')

    const typed = {
      intent: 'open',
      kind: 'subpoena',
      receivedOn: '2026-01-10',
      deadlineOn: '',
      counsel: 'Counsel Example',
    }
    const nobody = await post('/admin/demands', { ...typed, covers: 'person', caseCode: '' })
    expect(nobody.status).toBe(422)
    expect(errorBeside(await nobody.text(), 'caseCode')).toBe('This is needed.')
    const unknown = await post('/admin/demands', { ...typed, covers: 'person', caseCode: 'ZZZZ-2222' })
    expect(unknown.status).toBe(409)
    const back = await unknown.text()
    expect(errorBeside(back, 'caseCode')).toBe('There is no such person in your funds.')
    expect(back).toContain('value="Counsel Example"')
    const elsewhere = await post('/admin/demands', { ...typed, covers: `fund:${otherId}`, caseCode: '' })
    expect(elsewhere.status).toBe(409)
    expect((await post('/admin/demands', { ...typed, covers: 'person', caseCode })).status).toBe(303)

    expect(await get('/admin/demands')).toContain(`The person of case ${caseCode}`)
    const path = `/admin/cases/${personId}`
    expect(await get(path)).toContain('A legal demand is open that covers this person.')
    const held = await post(path, { intent: 'erase', sure: 'on' })
    expect(held.status).toBe(409)

    const open = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.legalDemand.findFirstOrThrow({ where: { personId } }),
    )
    const demandId = open.id
    const empty = await post('/admin/demands', { intent: 'close', demandId })
    expect(empty.status).toBe(422)
    expect(errorBeside(await empty.text(), `given-${demandId}`)).toBe('Choose what was given.')
    expect((await post('/admin/demands', { intent: 'close', demandId, given: 'nothing' })).status).toBe(303)
    expect(await get('/admin/demands')).toContain('Given: Nothing')
    const twice = await post('/admin/demands', { intent: 'close', demandId, given: 'nothing' })
    expect(twice.status).toBe(409)
    expect(await text(twice)).toContain('Given: Nothing')
    expect((await post(path, { intent: 'erase', sure: 'on' })).status).toBe(303)
    expect(await db().auditEvent.count({ where: { subjectId: personId, action: 'person.erased' } })).toBe(2)
  })
})
