import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import {
  givenIntakeTeam,
  givenRequest,
  type IntakeTeam,
  requestRow,
  walk,
} from '#tests/support/given-request.ts'
import { givenActorIn } from '#tests/support/given-shared-bond.ts'
import { act, load, locationOf, signIn } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const list = 'admin.requests._index/route.tsx'
const frame = 'admin.requests.$requestId/route.tsx'
const step = 'admin.requests.$requestId.step.tsx'
const decision = 'admin.requests.$requestId.decision.tsx'
const call = 'admin.requests.$requestId.call.tsx'

let team: IntakeTeam
let requestId: string
beforeAll(async () => {
  team = await givenIntakeTeam()
  await signIn(team.intake)
  await signIn(team.approver)
})
beforeEach(async () => {
  requestId = await givenRequest(team.fundId)
})

type Page = { page: { state: string; moves: string[]; calls: { id: string }[]; caseCodes: string[] } }
const page = async (staff = team.intake, id = requestId) =>
  (await load<Page>(frame, staff, { requestId: id })).page

test('the list narrows by state, and a cursor that is none begins at the beginning', async () => {
  await walk(team, requestId, 'screening')
  const shown = await load<{ rows: { id: string }[] }>(list, team.intake, {}, '?state=screening&after=x')
  expect(shown.rows.map(({ id }) => id)).toEqual([requestId])
})

test('the code that a caller says leads to the request, however it is typed, and that someone searched is kept', async () => {
  const { code } = await requestRow(requestId)
  const find = (typed: string, staff = team.intake) => act(list, staff, { code: typed })
  for (const typed of [code, ` ${code.toLowerCase()} `, code.replace('-', ''), code.replace('-', ' – ')])
    expect(locationOf(await find(typed))).toBe(`/admin/requests/${requestId}`)
  const { caseCodes } = await page()
  const another = await givenIntakeTeam()
  await signIn(another.intake)
  for (const answer of [
    await find(code, another.intake),
    await find('2222-2222'),
    await find(code.slice(1)),
    await find(caseCodes[0] ?? ''),
  ])
    expect(answer).toMatchObject({ status: 409, data: { errors: { code: 'request_code_unknown' } } })
  const kept = await db().auditEvent.findMany({
    where: { action: 'request.searched' },
    orderBy: { id: 'asc' },
  })
  expect(kept.map(({ outcome, subjectId }) => [outcome, subjectId])).toEqual([
    ...Array.from({ length: 4 }, () => ['done', requestId]),
    ...Array.from({ length: 4 }, () => ['refused', '']),
  ])
})

describe('a move', () => {
  test('leads back to the request, which stands there then', async () => {
    const answer = await act(step, team.intake, { to: 'screening' }, { requestId })
    expect(locationOf(answer)).toBe(`/admin/requests/${requestId}`)
    expect(await page()).toMatchObject({ state: 'screening' })
  })

  test('keeps what was chosen where a reason is missing', async () => {
    const answer = await act(decision, team.approver, { to: 'declined', reason: '' }, { requestId })
    expect(answer).toMatchObject({
      status: 422,
      data: { errors: { reason: 'required' }, values: { to: 'declined', reason: '' } },
    })
    expect(await requestRow(requestId)).toMatchObject({ state: 'referred' })
  })

  test('that is another’s to make is no such choice', async () => {
    const answer = await act(step, team.intake, { to: 'declined', reason: 'no_money_now' }, { requestId })
    expect(answer).toMatchObject({ status: 422, data: { errors: { to: 'required' } } })
  })

  test('that cannot be made from here is refused in words', async () => {
    const answer = await act(step, team.intake, { to: 'closed' }, { requestId })
    expect(answer).toMatchObject({ status: 409, data: { refusal: { code: 'request_step_not_possible' } } })
  })

  test('is offered to those who may make it', async () => {
    await walk(team, requestId, 'screening', 'recommended')
    expect((await page(team.approver)).moves.sort()).toEqual(['approved', 'declined', 'waitlisted'])
    expect((await page()).moves.sort()).toEqual(
      ['ineligible', 'no_bond_available', 'released_otherwise', 'withdrawn'].sort(),
    )
  })
})

test('a call is done once, and asks how it went', async () => {
  const [task] = (await page()).calls
  const callId = task?.id ?? ''
  const how = (outcome: string, id = callId) => act(call, team.intake, { callId: id, outcome }, { requestId })
  expect(await how('')).toMatchObject({ status: 422, data: { values: { callId } } })
  expect(await how('reached', randomUUID())).toMatchObject({ status: 409 })
  expect(locationOf(await how('reached'))).toBe(`/admin/requests/${requestId}`)
  expect(await how('reached')).toMatchObject({
    status: 409,
    data: { refusal: { code: 'call_is_done_once' } },
  })
})

test('a proposal for the person begins with the code that money knows', async () => {
  await walk(team, requestId, 'screening', 'recommended')
  const [caseCode = ''] = (await page()).caseCodes
  const proposal = (search: string, staff = team.intake) =>
    load<{ caseCode: string; fundId: string; funds: object[] }>(
      'admin.disbursements.new.tsx',
      staff,
      {},
      search,
    )
  expect((await proposal(`?case=${caseCode}`)).caseCode).toBe(caseCode)
  expect(caseCode).not.toBe((await requestRow(requestId)).code)
  expect((await proposal('?case=<b>')).caseCode).toBe('')

  const { fundId: second } = await givenIntakeTeam()
  const both = await givenActorIn([team.fundId, second], ['intake'])
  await signIn(both)
  const later = await givenRequest(second)
  await walk({ ...team, intake: both }, later, 'screening', 'recommended')
  const { caseCodes } = await page(both, later)
  expect(await proposal(`?case=${caseCodes[0]}`, both)).toMatchObject({ fundId: second, funds: [{}, {}] })
  expect(await proposal(`?case=${caseCode}`, both)).toMatchObject({ fundId: team.fundId })
  // Of a case that is another fund's nothing is told.
  expect(await proposal(`?case=${caseCodes[0]}`)).toMatchObject({ fundId: team.fundId })
})
