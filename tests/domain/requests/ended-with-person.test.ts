import { beforeAll, expect, test } from 'vitest'
import { planCallForCase } from '#app/domain/requests/plan-call-for-case.server.ts'
import { requestPage } from '#app/domain/requests/reads/request-page.server.ts'
import type { RequestState } from '#app/domain/requests/states.ts'
import { waitingRequests } from '#app/domain/requests/waiting.server.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import {
  givenIntakeTeam,
  givenRequest,
  type IntakeTeam,
  requestRow,
  walk,
} from '#tests/support/given-request.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: IntakeTeam
beforeAll(async () => {
  team = await givenIntakeTeam()
})

async function givenErased(way: RequestState[]): Promise<string> {
  const requestId = await givenRequest(team.fundId)
  await walk(team, requestId, ...way)
  const { personId } = await requestRow(requestId)
  await erasePerson({ staff: team.administrator, personId })
  return requestId
}

/** What waits about this request for whoever may do everything, on this day or so many days on. */
const waits = (requestId: string, days = 0) =>
  asOfTime(new Date(Date.now() + days * 86_400_000), async () => {
    const found = await inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, (tx) =>
      waitingRequests(tx, {
        staff: team.treasurer,
        personIn: () => ({ id: team.treasurer.id, roles: ['intake', 'approver', 'administrator'] }),
      }),
    )
    return found.filter(({ to }) => to === `/admin/requests/${requestId}`).map(({ act }) => act)
  })

test.each<[RequestState[], RequestState, string | null]>([
  [[], 'withdrawn', 'person_erased'],
  [['screening'], 'withdrawn', 'person_erased'],
  [['screening', 'waitlisted'], 'withdrawn', 'person_erased'],
  [['screening', 'recommended'], 'withdrawn', 'person_erased'],
  [['screening', 'recommended', 'approved'], 'closed', null],
  [['screening', 'no_bond_available'], 'closed', null],
])('after %s a request ends with its person whom somebody erases by hand', async (way, state, reasonCode) => {
  const requestId = await givenErased(way)
  const ended = await requestRow(requestId)
  expect(ended.state).toBe(state)
  expect(ended.helpRequestEvents.at(-1)).toMatchObject({ changedBy: team.administrator.id, reasonCode })
  expect(ended.callTasks.filter(({ doneAt }) => !doneAt)).toEqual([])
  expect([await waits(requestId), await waits(requestId, 59)]).toEqual([[], []])
})

test('one that was over stays as it ended, and nobody is left to call', async () => {
  const requestId = await givenErased(['declined'])
  const ended = await requestRow(requestId)
  expect(ended.helpRequestEvents.map(({ toState }) => toState)).toEqual(['referred', 'declined'])
  expect(ended.callTasks.filter(({ doneAt }) => !doneAt)).toEqual([])
  expect(await waits(requestId)).toEqual([])
  const staff = {
    ...{ ...team.intake, language: 'en' },
    roles: [{ fundId: team.fundId, role: 'intake' as const }],
  }
  expect(await requestPage({ requestId, staff })).toMatchObject({
    ...{ moves: [], mayReachAsker: false, mayCorrect: false, mayAddCase: false },
    erasedAt: expect.any(Date),
  })
})

test('what becomes of their bond later is told to nobody', async () => {
  const planned = async (requestId: string) => {
    await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
      const { caseCode } = await tx.requestCase.findFirstOrThrow({ where: { requestId } })
      await planCallForCase(tx, { caseCode, kind: 'money_returned', at: new Date() })
    })
    const { callTasks } = await requestRow(requestId)
    return callTasks.filter(({ doneAt }) => !doneAt).map(({ kind }) => kind)
  }
  const known = await givenRequest(team.fundId)
  await walk(team, known, 'screening', 'recommended', 'approved', 'closed')
  expect(await planned(known)).toEqual(['money_returned'])
  expect(await planned(await givenErased(['screening', 'recommended', 'approved']))).toEqual([])
})
