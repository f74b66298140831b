import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cursor, readCursor } from '#app/domain/disbursements/reads/cursor.ts'
import { intakeFund, saysHowToAsk } from '#app/domain/intake/intake-funds.server.ts'
import { setIntake } from '#app/domain/intake/set-intake.server.ts'
import { moveRequest } from '#app/domain/requests/move-request.server.ts'
import { listRequests } from '#app/domain/requests/reads/list-requests.server.ts'
import { requestPage } from '#app/domain/requests/reads/request-page.server.ts'
import { receiveRequest } from '#app/domain/requests/receive-request.server.ts'
import { recordCall } from '#app/domain/requests/record-call.server.ts'
import type { RequestGroup } from '#app/domain/requests/request.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { known } from '#tests/domain/vault/given-person.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import {
  givenIntake,
  givenIntakeTeam,
  givenRequest,
  helpForm,
  type IntakeTeam,
  requestRow,
  walk,
} from '#tests/support/given-request.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: IntakeTeam
let requestId: string
beforeAll(async () => {
  team = await givenIntakeTeam()
})
beforeEach(async () => {
  requestId = await givenRequest(team.fundId)
})

const reader = (roles: Role[], id = team.intake.id) => ({
  id,
  fundIds: [team.fundId],
  roles: roles.map((role) => ({ fundId: team.fundId, role })),
  language: 'en',
})

describe('receiving', () => {
  test('names, numbers and places are in the vault and nowhere else', async () => {
    const { personId } = await requestRow(requestId)
    expect(await known(personId)).toEqual({ name: 'Juniper Fictional', facility: 'Larkspur Imaginary Jail' })
    const seen = await reveal({
      ...{ staff: team.intake, personId, fields: ['phone', 'contact'], reason: 'reaching_the_person' },
    })
    expect(seen.map(({ value }) => value)).toEqual([
      '+1 555 0188',
      'Marigold Example\nKʼicheʼ, or slow Spanish',
    ])
    const everything = await asOwner(world.ownerUrl, null, async (owner) => {
      const { rows } = await owner.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
      )
      const texts = []
      for (const { name } of rows)
        texts.push(
          (await owner.query(`select coalesce(string_agg(t::text, ' '), '') as text from ${name} t`)).rows[0],
        )
      return JSON.stringify(texts)
    })
    for (const told of ['Juniper', 'Imaginary', '555 0188', 'Marigold', 'slow Spanish'])
      expect(everything).not.toContain(told)
  })

  test('the same form sent twice is one request', async () => {
    const sent = { fundId: team.fundId, token: randomUUID(), form: helpForm }
    const [first, second] = [await receiveRequest(sent), await receiveRequest(sent)]
    expect(second).toEqual(first)
  })

  test('somebody is given the call that was promised', async () => {
    const { callTasks, helpRequestEvents, state } = await requestRow(requestId)
    expect([state, helpRequestEvents.map(({ toState }) => toState)]).toEqual(['referred', ['referred']])
    expect(callTasks).toMatchObject([{ kind: 'received', doneAt: null }])
  })

  test('a fund that takes none by the form gets none', async () => {
    const closed = await givenIntakeTeam({ intake: { mode: 'partners_only' } })
    expect(await refusalOf(givenRequest(closed.fundId))).toMatchObject({ code: 'intake_closed' })
    const silent = await givenFund()
    expect(await refusalOf(givenRequest(silent))).toMatchObject({ code: 'intake_closed' })
  })

  test('more at once than a town has are refused', async () => {
    const busy = await givenIntakeTeam()
    for (let sent = 0; sent < 40; sent++) await givenRequest(busy.fundId)
    expect(await refusalOf(givenRequest(busy.fundId))).toMatchObject({ code: 'too_many_requests' })
  })
})

describe('moving', () => {
  test('from referred to closed, by those who may', async () => {
    await walk(team, requestId, 'screening', 'recommended', 'approved', 'closed')
    const { helpRequestEvents } = await requestRow(requestId)
    expect(helpRequestEvents.map(({ toState, changedBy }) => [toState, changedBy])).toEqual([
      ['referred', null],
      ['screening', team.intake.id],
      ['recommended', team.intake.id],
      ['approved', team.approver.id],
      ['closed', team.intake.id],
    ])
  })

  test('nobody approves what they themselves recommended', async () => {
    await walk(team, requestId, 'screening')
    const both = { ...team, intake: team.administrator, approver: team.administrator }
    expect(await refusalOf(walk(both, requestId, 'recommended', 'approved'))).toMatchObject({
      code: 'approver_is_not_recommender',
    })
    const page = await requestPage({ requestId, staff: reader(['administrator'], team.administrator.id) })
    expect(page).toMatchObject({ isOwnRecommendation: true })
    expect(page?.moves).not.toContain('approved')
  })

  test.each([
    ['intake', 'declined'],
    ['intake', 'waitlisted'],
    ['approver', 'withdrawn'],
    ['auditor', 'withdrawn'],
  ] as const)('%s may not make it %s', async (role, to) => {
    await walk(team, requestId, 'screening')
    const staff = await givenActor(team.fundId, [role])
    const reason = to === 'withdrawn' ? 'asker_said' : to === 'declined' ? 'no_money_now' : 'money_short'
    expect(await refusalOf(moveRequest({ staff, requestId, to, reason }))).toMatchObject({
      code: 'role_may_not',
    })
  })

  test('along the table only, with a reason from the list', async () => {
    const move = (to: 'closed' | 'declined' | 'screening', reason: string | null) => {
      const staff = to === 'declined' ? team.approver : team.intake
      return refusalOf(moveRequest({ staff, requestId, to, reason }))
    }
    expect(await move('closed', null)).toMatchObject({ code: 'request_step_not_possible' })
    expect(await move('declined', null)).toMatchObject({ code: 'request_reason_is_on_its_list' })
    expect(await move('declined', 'I did not like it')).toMatchObject({
      code: 'request_reason_is_on_its_list',
    })
    expect(await move('screening', 'asker_said')).toMatchObject({ code: 'request_reason_is_on_its_list' })
    const stranger = await givenActor(await givenFund(), ['administrator'])
    expect(
      await refusalOf(moveRequest({ staff: stranger, requestId, to: 'screening', reason: null })),
    ).toMatchObject({ code: 'request_unknown' })
  })

  test('what the asker must hear makes a call, and drops the one that is no longer so', async () => {
    await walk(team, requestId, 'screening')
    expect((await requestRow(requestId)).callTasks).toMatchObject([{ kind: 'received', doneAt: null }])
    await walk(team, requestId, 'waitlisted')
    const calls = async () =>
      (await requestRow(requestId)).callTasks
        .map(({ kind, outcome }) => `${kind}: ${outcome ?? 'waits'}`)
        .sort()
    expect(await calls()).toEqual(['received: not_needed', 'waitlisted: waits'])
    await walk(team, requestId, 'declined')
    expect(await calls()).toEqual(['declined: waits', 'received: not_needed', 'waitlisted: not_needed'])
  })

  test('a yes or a place in line is told no more once there is no bond; that the request came is', async () => {
    const open = async (id: string) =>
      (await requestRow(id)).callTasks.filter(({ doneAt }) => !doneAt).map(({ kind }) => kind)
    await walk(team, requestId, 'screening', 'recommended', 'approved')
    expect(await open(requestId)).toEqual(['approved'])
    await walk(team, requestId, 'no_bond_available')
    expect(await open(requestId)).toEqual([])

    const [inLine, heard] = [await givenRequest(team.fundId), await givenRequest(team.fundId)]
    await walk(team, inLine, 'screening', 'waitlisted', 'no_bond_available')
    expect(await open(inLine)).toEqual([])
    await walk(team, heard, 'screening', 'no_bond_available')
    expect(await open(heard)).toEqual(['received'])
  })

  test('whom the fund’s purpose does not reach hears the no from a person too, and where else to ask', async () => {
    await walk(team, requestId, 'screening')
    const staff = team.intake
    await moveRequest({ staff, requestId, to: 'ineligible', reason: 'held_elsewhere' })
    const { callTasks } = await requestRow(requestId)
    expect(callTasks.map(({ kind, outcome }) => [kind, outcome]).toSorted()).toEqual([
      ['declined', null],
      ['received', 'not_needed'],
    ])
  })
})

describe('calling', () => {
  const waiting = async () => (await requestRow(requestId)).callTasks.filter(({ doneAt }) => !doneAt)
  const call = async (outcome: 'reached' | 'no_answer') => {
    const [task] = await waiting()
    return { staff: team.intake, requestId, callId: task?.id ?? '', outcome }
  }

  test('once, by someone', async () => {
    const made = await call('reached')
    await recordCall(made)
    expect(await refusalOf(recordCall(made))).toMatchObject({ code: 'call_is_done_once' })
    expect(await waiting()).toEqual([])
    expect((await requestRow(requestId)).callTasks).toMatchObject([
      { outcome: 'reached', doneBy: team.intake.id },
    ])
  })

  test('nobody answers: again on the next working day, three times in all', async () => {
    for (let tries = 1; tries <= 3; tries++) {
      expect(await waiting()).toHaveLength(1)
      await recordCall(await call('no_answer'))
    }
    expect(await waiting()).toEqual([])
  })

  test('a second time on the waiting list is told with three tries of its own', async () => {
    await walk(team, requestId, 'screening', 'waitlisted')
    await recordCall(await call('no_answer'))
    await recordCall(await call('no_answer'))
    await walk(team, requestId, 'screening', 'waitlisted')
    for (let tries = 1; tries <= 3; tries++) {
      expect(await waiting()).toHaveLength(1)
      await recordCall(await call('no_answer'))
    }
    expect(await waiting()).toEqual([])
  })

  test('an approver reads, and does not call', async () => {
    const made = { ...(await call('reached')), staff: team.approver }
    expect(await refusalOf(recordCall(made))).toMatchObject({ code: 'role_may_not' })
    expect(await refusalOf(recordCall({ ...made, staff: team.intake, callId: randomUUID() }))).toMatchObject({
      code: 'call_unknown',
    })
  })
})

describe('reading', () => {
  test('whoever asked first in each group, of all together the newest, with how many there are', async () => {
    const own = await givenIntakeTeam()
    const [first, second] = [await givenRequest(own.fundId), await givenRequest(own.fundId)]
    const third = await givenRequest(own.fundId)
    await walk(own, second, 'screening')
    const staff = { ...reader(['intake']), fundIds: [own.fundId] }
    const list = (group: RequestGroup | null, after: Cursor | null = null) =>
      listRequests({ staff, group, fundSlug: null, after })
    const all = await list(null)
    expect(all.rows.map(({ id }) => id)).toEqual([third, second, first])
    expect(all.counts).toMatchObject({ new: 2, screening: 1, over: 0 })
    expect((await list('new')).rows.map(({ id }) => id)).toEqual([first, third])
    expect((await list('screening')).rows).toMatchObject([{ id: second, state: 'screening' }])

    for (let more = 0; more < 30; more++) await givenRequest(own.fundId)
    const page = await list(null)
    const rest = await list(null, readCursor(page.next))
    expect(page.rows).toHaveLength(30)
    expect(rest).toMatchObject({ rows: [{ id: third }, { id: second }, { id: first }], next: null })
    expect((await list('new', readCursor((await list('new')).next))).rows).toHaveLength(2)
  })

  test('another fund’s request does not exist', async () => {
    const other = await givenIntakeTeam()
    expect(
      await requestPage({ requestId: await givenRequest(other.fundId), staff: reader(['intake']) }),
    ).toBeNull()
  })

  test('a no says where else to ask, and a way to money opens once it is recommended', async () => {
    await walk(team, requestId, 'screening')
    const page = () => requestPage({ requestId, staff: reader(['intake']) })
    expect(await page()).toMatchObject({ mayPropose: false, moves: expect.arrayContaining(['recommended']) })
    expect((await page())?.otherPlaces.length).toBeGreaterThan(0)
    await walk(team, requestId, 'recommended')
    expect(await page()).toMatchObject({ mayPropose: true, isOwnRecommendation: true })
  })
})

test('an administrator says how a fund is asked, and nobody else', async () => {
  const intake = {
    fundId: team.fundId,
    mode: 'off',
    phone: '+1 555 0142',
    hours: '1-5 09:00-17:00',
    languages: ['en'],
    answerWithinDays: 1,
  } as const
  const refused = setIntake({ staff: team.approver, intake: { ...intake, languages: ['en'] } })
  expect(await refusalOf(refused)).toMatchObject({ code: 'role_may_not' })
  expect(await saysHowToAsk()).toBe(true)

  const shy = await givenIntakeTeam({ fund: { slug: 'shy' }, intake: { mode: 'off' } })
  expect(await intakeFund({ slug: 'shy', language: 'en' })).toMatchObject({ mode: 'off' })
  await givenIntake(shy, { mode: 'partners_only', hours: '2-2 10:00-12:30' })
  expect(await intakeFund({ slug: 'shy', language: 'en' })).toMatchObject({
    mode: 'partners_only',
    hours: { firstDay: 2, lastDay: 2, opens: '10:00', closes: '12:30' },
  })
})
