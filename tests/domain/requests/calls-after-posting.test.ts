import { expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import type { RequestState } from '#app/domain/requests/states.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenPostedBond, givenTeam } from '#tests/support/given-disbursement.ts'
import { walk as moveThrough, recover } from '#tests/support/given-loss.ts'
import { givenIntakeTeam, givenRequest, requestRow, walk } from '#tests/support/given-request.ts'
import { recordForfeiture, recordReturn, writeOff } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const callsOf = async (requestId: string) =>
  (await requestRow(requestId)).callTasks
    .filter(({ doneAt }) => !doneAt)
    .map(({ kind }) => kind)
    .sort()

/** A request that is approved, unless it is said, and the bond that was posted for it. */
async function givenPostedFor(
  team: Awaited<ReturnType<typeof givenIntakeTeam>>,
  way: RequestState[] = ['screening', 'recommended', 'approved'],
) {
  const asked = await givenRequest(team.fundId)
  await walk(team, asked, ...way)
  const caseCode = await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const of = await tx.requestCase.findFirstOrThrow({ where: { requestId: asked } })
    return of.caseCode
  })
  const { bondId } = await givenPostedBond(team, { principal: 2_500_00n, caseCode })
  return { asked, bondId }
}

test('whoever asked is called when it is posted, when they are not out, and when the money is back', async () => {
  const team = await givenIntakeTeam()
  const another = await givenRequest(team.fundId)
  const { asked, bondId } = await givenPostedFor(team)
  expect(await callsOf(asked)).toEqual(['approved', 'posted'])

  const seen = { staff: team.intake, bondId, knownFrom: 'court_docket' } as const
  await recordRelease({ ...seen, outcome: 'not_released' })
  expect(await callsOf(asked)).toEqual(['approved', 'not_released', 'posted'])
  await recordRelease({ ...seen, outcome: 'released' })
  expect(await callsOf(asked)).toEqual(['approved', 'posted'])

  await recordDisposition(seen)
  const back = { staff: team.treasurer, bondId, deductions: [], interest: zero, reference: 'C-1' }
  await recordReturn({ ...back, received: cents(1_000_00n) })
  expect(await callsOf(asked)).toHaveLength(2)
  await recordReturn({ ...back, received: cents(1_500_00n), reference: 'C-2' })
  expect(await callsOf(asked)).toEqual(['approved', 'money_returned', 'posted'])
  expect(await callsOf(another)).toEqual(['received'])
})

test('the fund that serves somebody makes the calls about a bond that was posted out of another', async () => {
  const serves = await givenIntakeTeam()
  const asked = await givenRequest(serves.fundId)
  await walk(serves, asked, 'screening', 'recommended', 'approved')
  const caseCode = await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const of = await tx.requestCase.findFirstOrThrow({ where: { requestId: asked } })
    return of.caseCode
  })
  const pays = await givenTeam()
  const { bondId } = await givenPostedBond(pays, { principal: 2_500_00n, caseCode })
  expect(await callsOf(asked)).toEqual(['approved', 'posted'])

  const seen = { staff: pays.intake, bondId, knownFrom: 'court_docket' } as const
  await recordRelease({ ...seen, outcome: 'not_released' })
  expect(await callsOf(asked)).toEqual(['approved', 'not_released', 'posted'])
  await recordRelease({ ...seen, outcome: 'released' })
  expect(await callsOf(asked)).toEqual(['approved', 'posted'])
  await recordDisposition(seen)
  const back = { bondId, deductions: [], interest: zero, reference: 'C-9', received: cents(2_500_00n) }
  await recordReturn({ staff: pays.treasurer, ...back })
  expect(await callsOf(asked)).toEqual(['approved', 'money_returned', 'posted'])
})

test('whoever asked is called for money that comes after it was lost, and for a part whose rest is given up', async () => {
  const team = await givenIntakeTeam()
  const remitted = await givenPostedFor(team)
  const partly = await givenPostedFor(team)
  for (const { bondId } of [remitted, partly])
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  await moveThrough(team, remitted.bondId, ['missed_court', 'forfeiture_noticed'])
  await recordForfeiture({ staff: team.approver, bondId: remitted.bondId, knownFrom: 'court_notice' })
  expect(await callsOf(remitted.asked)).not.toContain('money_returned')
  await recover(team.treasurer, remitted.bondId, { received: 900_00n })
  expect(await callsOf(remitted.asked)).toContain('money_returned')

  await recordDisposition({ staff: team.intake, bondId: partly.bondId, knownFrom: 'court_docket' })
  const part = { bondId: partly.bondId, deductions: [], interest: zero, reference: 'C-3' }
  await recordReturn({ staff: team.treasurer, ...part, received: cents(1_000_00n) })
  await moveThrough(team, partly.bondId, ['stale'])
  expect(await callsOf(partly.asked)).not.toContain('money_returned')
  await writeOff({ staff: team.approver, bondId: partly.bondId, knownFrom: 'court_docket' })
  expect(await callsOf(partly.asked)).toContain('money_returned')
})

test('nobody is called about money that never came: the court kept all of it', async () => {
  const team = await givenIntakeTeam()
  const { asked, bondId } = await givenPostedFor(team)
  await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  await recordDisposition({ staff: team.intake, bondId, knownFrom: 'court_docket' })
  const kept = { reason: 'fines', amount: cents(2_500_00n) } as const
  const back = { bondId, received: zero, deductions: [kept], interest: zero, reference: 'C-4' }
  expect(await recordReturn({ staff: team.treasurer, ...back })).toMatchObject({ stillDue: 0n })
  expect(await callsOf(asked)).toEqual(['approved', 'posted'])
})

test('who meets them at the door is asked where the bond is posted before the request is approved, and after it is closed', async () => {
  const team = await givenIntakeTeam()
  const { asked } = await givenPostedFor(team, ['screening', 'recommended'])
  expect(await callsOf(asked)).toContain('posted')
  await walk(team, asked, 'approved')
  expect(await callsOf(asked)).toEqual(['approved', 'posted'])
  await walk(team, asked, 'closed')
  expect(await callsOf(asked)).toEqual(['posted'])
})

test.each<RequestState[][]>([[[]], [['screening']], [['screening', 'waitlisted']]])(
  'and where it was posted at night for a request that went no further than %s',
  async (way) => {
    const team = await givenIntakeTeam()
    const { asked } = await givenPostedFor(team, way)
    expect(await callsOf(asked)).toContain('posted')
  },
)
