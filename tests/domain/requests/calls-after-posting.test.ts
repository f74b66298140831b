import { expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenPostedBond } from '#tests/support/given-disbursement.ts'
import { givenIntakeTeam, givenRequest, requestRow, walk } from '#tests/support/given-request.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const callsOf = async (requestId: string) =>
  (await requestRow(requestId)).callTasks
    .filter(({ doneAt }) => !doneAt)
    .map(({ kind }) => kind)
    .sort()

test('whoever asked is called when it is posted, when they are not out, and when the money is back', async () => {
  const team = await givenIntakeTeam()
  const asked = await givenRequest(team.fundId)
  const another = await givenRequest(team.fundId)
  await walk(team, asked, 'screening', 'recommended', 'approved')
  const caseCode = await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const of = await tx.requestCase.findFirstOrThrow({ where: { requestId: asked } })
    return of.caseCode
  })

  const { bondId } = await givenPostedBond(team, { principal: 2_500_00n, caseCode })
  expect(await callsOf(asked)).toEqual(['approved', 'posted'])

  const seen = { staff: team.intake, bondId, knownFrom: 'court_docket' } as const
  await recordRelease({ ...seen, outcome: 'not_released' })
  await recordRelease({ ...seen, outcome: 'released' })
  expect(await callsOf(asked)).toEqual(['approved', 'not_released', 'posted'])

  await recordDisposition(seen)
  const back = { staff: team.treasurer, bondId, deductions: [], interest: zero, reference: 'C-1' }
  await recordReturn({ ...back, received: cents(1_000_00n) })
  expect(await callsOf(asked)).toHaveLength(3)
  await recordReturn({ ...back, received: cents(1_500_00n), reference: 'C-2' })
  expect(await callsOf(asked)).toEqual(['approved', 'money_returned', 'not_released', 'posted'])
  expect(await callsOf(another)).toEqual(['received'])
})
