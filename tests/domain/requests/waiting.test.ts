import { beforeAll, beforeEach, expect, test } from 'vitest'
import { rejectDisbursement } from '#app/domain/disbursements/reject-disbursement.server.ts'
import { endPathway } from '#app/domain/pathways/end-pathway.server.ts'
import { openPathway } from '#app/domain/pathways/open-pathway.server.ts'
import { recordCall } from '#app/domain/requests/record-call.server.ts'
import { waitingRequests } from '#app/domain/requests/waiting.server.ts'
import { workingDaysAfter } from '#app/domain/requests/working-days.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { approveBy, givenProposal } from '#tests/support/given-disbursement.ts'
import { prepare } from '#tests/support/given-preparation.ts'
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

test('an approved request waits for money until some is proposed, and again where that was rejected or ran out', async () => {
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

  const approved = await givenProposal(team, { caseCode: cases[0]?.caseCode ?? '' })
  await approveBy(team.approver, approved)
  expect(await acts(['treasurer'])).toEqual([])
  expect(await inDays(15, () => acts(['treasurer']))).toEqual(['propose_for_request'])
  await prepare(team.intake, approved, 'cash_out')
  expect(await inDays(15, () => acts(['treasurer'])), 'its money is out').toEqual([])
})

const inDays = <T>(days: number, work: () => Promise<T>) =>
  asOfTime(new Date(Date.now() + days * 86_400_000), work)
const ways = () =>
  inTransaction({ scope: { kind: 'system' } }, (tx) => tx.requestPathway.findMany({ where: { requestId } }))

test('a request whose asker was reached waits for its screening', async () => {
  expect(await acts(['intake'])).toEqual(['call'])
  await callIsMade()
  const [row, ...others] = await waiting(['intake'])
  expect(others).toEqual([])
  expect(row).toMatchObject({ act: 'begin_screening', dueAt: nextWorkingDay(row?.since as Date) })
  expect(await acts(['auditor'])).toEqual([])
})

test('who waits for a place is looked at again in the second month, before their names are erased', async () => {
  await walk(team, requestId, 'screening', 'waitlisted')
  await callIsMade()
  expect(await inDays(29, () => acts(['intake']))).toEqual([])
  const [row, ...others] = await inDays(31, () => waiting(['intake']))
  expect(others).toEqual([])
  expect(row?.act).toBe('look_at_waitlisted')
  expect(row?.dueAt).toEqual(new Date((row?.since.getTime() ?? 0) + 53 * 86_400_000))
})

test('without a bond another way home is opened, asked about in the second month, and followed by the next', async () => {
  await walk(team, requestId, 'screening', 'no_bond_available')
  await callIsMade()
  expect(await acts(['intake'])).toEqual(['open_pathway'])
  await openPathway({ staff: team.intake, requestId, kind: 'parole' })
  expect(await acts(['intake'])).toEqual([])
  expect(await inDays(31, () => acts(['intake']))).toEqual(['look_at_pathway'])

  const [way] = await ways()
  await endPathway({ staff: team.intake, requestId, pathwayId: way?.id ?? '', outcome: 'refused' })
  const [row] = await waiting(['intake'])
  expect(row).toMatchObject({ act: 'open_pathway', since: (await ways())[0]?.endedAt })
})

test('a bond that was set brings the request back into screening, whatever else is still open', async () => {
  await walk(team, requestId, 'screening', 'no_bond_available')
  await callIsMade()
  await openPathway({ staff: team.intake, requestId, kind: 'hold_lifted' })
  await openPathway({ staff: team.intake, requestId, kind: 'litigation' })
  const [first, second] = await ways()
  await endPathway({ staff: team.intake, requestId, pathwayId: first?.id ?? '', outcome: 'bond_set' })
  expect((await requestRow(requestId)).state).toBe('screening')
  expect(await acts(['intake'])).toEqual(['finish_screening'])
  await endPathway({ staff: team.intake, requestId, pathwayId: second?.id ?? '', outcome: 'bond_set' })
  expect((await requestRow(requestId)).state).toBe('screening')
})
