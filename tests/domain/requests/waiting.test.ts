import { beforeAll, beforeEach, expect, test } from 'vitest'
import { rejectDisbursement } from '#app/domain/disbursements/reject-disbursement.server.ts'
import { recordCall } from '#app/domain/requests/record-call.server.ts'
import { waitingRequests } from '#app/domain/requests/waiting.server.ts'
import { workingDaysAfter } from '#app/domain/requests/working-days.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenProposal } from '#tests/support/given-disbursement.ts'
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
let requestId: string
beforeAll(async () => {
  team = await givenIntakeTeam()
})
beforeEach(async () => {
  requestId = await givenRequest(team.fundId)
})

/** What waits about this request for someone of these roles. */
const waiting = async (roles: Role[], staff = team.treasurer) => {
  const found = await inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, (tx) =>
    waitingRequests(tx, { staff, personIn: () => ({ id: staff.id, roles }) }),
  )
  return found.filter(({ to }) => to === `/admin/requests/${requestId}`)
}
const acts = async (...of: Parameters<typeof waiting>) => (await waiting(...of)).map(({ act }) => act)

const callIsMade = async () => {
  for (const { id, doneAt } of (await requestRow(requestId)).callTasks)
    if (!doneAt) await recordCall({ staff: team.intake, requestId, callId: id, outcome: 'reached' })
}
const lastStep = async () => (await requestRow(requestId)).helpRequestEvents.at(-1)?.occurredAt as Date
const nextWorkingDay = (moment: Date) => workingDaysAfter(moment, 1, 'America/Chicago')

test('a request that is recommended is decided about by the end of the next working day', async () => {
  await walk(team, requestId, 'screening', 'recommended')
  const [row] = await waiting(['approver'])
  expect(row).toMatchObject({ act: 'decide', dueAt: nextWorkingDay(await lastStep()) })
  expect(await acts(['approver'], team.intake), 'who recommended it does not decide').toEqual([])
})

test('a screening without a call to make waits for its end', async () => {
  await walk(team, requestId, 'screening')
  expect(await acts(['intake'])).toEqual(['call'])
  await callIsMade()
  const [row, ...others] = await waiting(['intake'])
  expect(others).toEqual([])
  expect(row?.act).toBe('finish_screening')
  expect(row?.dueAt).toEqual(nextWorkingDay(row?.since as Date))
  expect(row?.since.getTime(), 'the call began it anew').toBeGreaterThan((await lastStep()).getTime())
  expect(await acts(['approver'])).toEqual([])
})

test('an approved request waits for money until some is proposed, and again where that was rejected', async () => {
  await walk(team, requestId, 'screening', 'recommended', 'approved')
  const [row] = (await waiting(['treasurer'])).filter(({ act }) => act !== 'call')
  expect(row).toMatchObject({ act: 'propose_for_request', dueAt: nextWorkingDay(await lastStep()) })
  expect(await acts(['approver'])).toEqual([])

  const cases = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.requestCase.findMany({ where: { requestId } }),
  )
  const disbursementId = await givenProposal(team, { caseCode: cases[0]?.caseCode ?? '' })
  expect(await acts(['treasurer'])).toEqual([])
  await rejectDisbursement({ staff: team.approver, disbursementId, reason: 'not_now' })
  expect(await acts(['treasurer'])).toEqual(['propose_for_request'])
})
