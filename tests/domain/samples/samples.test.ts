import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { drawSample } from '#app/domain/samples/draw-sample.server.ts'
import { recordSeen } from '#app/domain/samples/record-seen.server.ts'
import type { FindingReason, SampleResult } from '#app/domain/samples/sample.ts'
import { listSamples, samplePage } from '#app/domain/samples/sample-page.server.ts'
import { showOriginal } from '#app/domain/samples/show-original.server.ts'
import { waitingSamples } from '#app/domain/samples/waiting.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let auditor: Team['intake']
const bonds: string[] = []
beforeAll(async () => {
  team = await givenTeam()
  auditor = await givenActor(team.fundId, ['auditor', 'approver'])
  for (let n = 0; n < 4; n++) bonds.push((await givenPostedBond(team, { principal: 100_00n })).bondId)
})

const period = { from: '2020-01-01', to: '2099-12-31' }
const draw = (wanted = 3, of: Partial<typeof period> = {}) =>
  drawSample({ staff: auditor, fundId: team.fundId, ...period, wanted, ...of })
const show = async (staff: Team['intake'], sampleId: string, positions: number[]) =>
  showOriginal({ staff, sampleId, positions, stepUpId: await givenStepUp(staff.id, `show:${sampleId}`) })
const find = (
  sampleId: string,
  position: number,
  result: SampleResult,
  reason: FindingReason | null = null,
  staff = auditor,
) => recordSeen({ staff, sampleId, position, result, reason })
const page = (sampleId: string, staff: Team['intake'], role: Role) =>
  samplePage({ staff: { ...staff, roles: [{ fundId: team.fundId, role }] }, sampleId, language: 'en' })

test('the draw is chance that anyone can repeat with its seed', async () => {
  const { sampleId } = await draw()
  const { seed, population } = await db().$transaction(async (tx) => {
    await tx.$executeRaw`select set_config('homeward.scope', 'system', true)`
    return tx.auditSample.findUniqueOrThrow({ where: { id: sampleId } })
  })
  const rank = (bondId: string) => createHash('sha256').update(`${seed}:${bondId}`).digest('hex')
  const sample = await page(sampleId, auditor, 'auditor')
  expect(population).toBe(4)
  expect(sample?.lines.map(({ bondId }) => bondId)).toEqual(
    [...bonds].sort((one, other) => (rank(one) < rank(other) ? -1 : 1)).slice(0, 3),
  )
  const all = await draw(200)
  expect((await page(all.sampleId, auditor, 'auditor'))?.lines).toHaveLength(4)
})

test('only an auditor draws, and only from what was posted', async () => {
  expect(
    await refusalOf(drawSample({ staff: team.approver, fundId: team.fundId, ...period, wanted: 1 })),
  ).toMatchObject({ code: 'role_may_not' })
  expect(await refusalOf(draw(1, { to: '2020-01-02' }))).toMatchObject({ code: 'sample_finds_no_bond' })
})

test('two show, the auditor records, and the sample closes when every line has its result', async () => {
  const { sampleId } = await draw()
  const waits = (staff: Team['intake'], role: Role) =>
    inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) =>
      (await waitingSamples(tx, { staff, personIn: () => ({ id: staff.id, roles: [role] }) }))
        .filter(({ to }) => to.endsWith(sampleId))
        .map(({ act }) => act),
    )
  expect(await waits(team.intake, 'intake')).toEqual(['show_original'])
  expect(await refusalOf(show(auditor, sampleId, [1]))).toMatchObject({ code: 'auditor_does_not_show' })
  expect(await refusalOf(show(team.intake, sampleId, [1, 9]))).toMatchObject({
    code: 'sample_has_no_such_line',
  })
  expect(
    await refusalOf(
      showOriginal({
        ...{ staff: team.intake, sampleId, positions: [1] },
        stepUpId: await givenStepUp(team.intake.id, 'show:another'),
      }),
    ),
  ).toMatchObject({ code: 'step_up_is_fresh_and_bound' })

  await show(team.intake, sampleId, [1, 2, 1])
  expect(await refusalOf(find(sampleId, 1, 'seen'))).toMatchObject({
    ...{ code: 'two_people_show_the_original', params: { shown: 1 } },
  })
  await show(team.approver, sampleId, [1, 2])
  expect(await waits(auditor, 'auditor')).toEqual(['record_seen'])
  expect(await refusalOf(find(sampleId, 1, 'differs'))).toMatchObject({ code: 'finding_says_why' })
  expect(await refusalOf(find(sampleId, 1, 'seen', 'amount'))).toMatchObject({ code: 'finding_says_why' })
  const other = await givenActor(team.fundId, ['auditor'])
  expect(await refusalOf(find(sampleId, 1, 'seen', null, other))).toMatchObject({
    code: 'only_the_drawer_records',
  })
  await find(sampleId, 1, 'seen')
  await find(sampleId, 2, 'differs', 'amount')
  await find(sampleId, 3, 'not_found', 'original_missing')
  expect(await refusalOf(show(team.treasurer, sampleId, [1]))).toMatchObject({
    code: 'finding_ends_the_showing',
  })
  expect(await waits(auditor, 'auditor')).toEqual([])

  const sample = await page(sampleId, team.treasurer, 'treasurer')
  expect(sample?.mayShow).toEqual([])
  expect(sample?.lines.map(({ shownBy, finding }) => [shownBy.length, finding?.result])).toEqual([
    [2, 'seen'],
    [2, 'differs'],
    [0, 'not_found'],
  ])
  const [row] = (await listSamples({ fundIds: [team.fundId], language: 'en' })).filter(
    ({ id }) => id === sampleId,
  )
  expect(row).toMatchObject({ lines: 3, found: 3, differing: 2 })
  const elsewhere = await givenTeam()
  expect(await listSamples({ fundIds: [elsewhere.fundId], language: 'en' })).toEqual([])
  expect(await refusalOf(show(elsewhere.intake, sampleId, [1]))).toMatchObject({ code: 'sample_unknown' })
})
