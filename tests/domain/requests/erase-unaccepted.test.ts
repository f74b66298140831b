import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { openPathway } from '#app/domain/pathways/open-pathway.server.ts'
import { recordPathwayStep } from '#app/domain/pathways/record-pathway-step.server.ts'
import { eraseUnaccepted } from '#app/domain/requests/erase-unaccepted.server.ts'
import { recordCall } from '#app/domain/requests/record-call.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { known } from '#tests/domain/vault/given-person.ts'
import { givenPostedBond } from '#tests/support/given-disbursement.ts'
import {
  givenIntakeTeam,
  givenRequest,
  type IntakeTeam,
  requestRow,
  screen,
  walk,
} from '#tests/support/given-request.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: IntakeTeam
beforeAll(async () => {
  team = await givenIntakeTeam()
})

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
const namesOf = async (id: string) => {
  const { personId } = await requestRow(id)
  return known(personId)
}

test('a person’s page names that day, and the end of the fund’s term once they are accepted', async () => {
  const id = await asOfTime(daysAgo(10), () => givenRequest(team.fundId))
  await asOfTime(daysAgo(5), () => walk(team, id, 'screening'))
  const { personId } = await requestRow(id)
  const daysLeft = async () => {
    const { administrator: staff, fundId } = team
    const page = await personPage({ staff, fundIds: [fundId], personId })
    return Math.round(((page?.keptUntil?.getTime() ?? 0) - Date.now()) / 86_400_000)
  }
  expect(Math.abs((await daysLeft()) - 55)).toBeLessThanOrEqual(1)
  await walk(team, id, 'recommended', 'approved')
  expect(await daysLeft()).toBeGreaterThan(720)
})

test('sixty days after its last step a request that was not accepted names nobody, and its codes stay', async () => {
  const waiting = await asOfTime(daysAgo(61), () => givenRequest(team.fundId))
  const declined = await asOfTime(daysAgo(61), async () => {
    const id = await givenRequest(team.fundId)
    await walk(team, id, 'declined')
    return id
  })
  const noBond = await asOfTime(daysAgo(61), async () => {
    const id = await givenRequest(team.fundId)
    await walk(team, id, 'screening', 'no_bond_available')
    return id
  })
  const moved = await asOfTime(daysAgo(61), () => givenRequest(team.fundId))
  await asOfTime(daysAgo(59), () => walk(team, moved, 'screening'))
  const accepted = await asOfTime(daysAgo(61), async () => {
    const id = await givenRequest(team.fundId)
    await walk(team, id, 'screening', 'recommended', 'approved')
    return id
  })

  await eraseUnaccepted()
  await eraseUnaccepted()

  for (const id of [waiting, declined, noBond])
    expect(await refusalOf(namesOf(id))).toMatchObject({ code: 'person_is_erased' })
  for (const id of [moved, accepted]) expect(await namesOf(id)).toMatchObject({ name: 'Juniper Fictional' })

  const ended = await requestRow(waiting)
  expect(ended).toMatchObject({ state: 'withdrawn', erasedAt: expect.any(Date) })
  expect(ended.helpRequestEvents.at(-1)).toMatchObject({
    changedBy: null,
    reasonCode: 'nothing_for_sixty_days',
  })
  expect(ended.callTasks).toMatchObject([{ outcome: 'not_needed' }])
  expect(await requestRow(declined)).toMatchObject({ state: 'declined', erasedAt: expect.any(Date) })
  expect((await requestRow(declined)).helpRequestEvents).toHaveLength(2)
  expect((await requestRow(declined)).callTasks.map(({ outcome }) => outcome)).toEqual([
    'not_needed',
    'not_needed',
  ])
  expect(await requestRow(noBond)).toMatchObject({ state: 'closed', erasedAt: expect.any(Date) })
})

test('a legal hold keeps what it names', async () => {
  const held = await asOfTime(daysAgo(61), () => givenRequest(team.fundId))
  const { personId } = await requestRow(held)
  await asOwner(world.ownerUrl, null, (owner) =>
    owner.query(
      `insert into legal_demand (id, kind, scope, person_id, fund_id, received_on, counsel, opened_by, occurred_at)
       values ($1, 'preservation', 'person', $2, $3, current_date, 'Fictional Counsel', $4, now())`,
      [randomUUID(), personId, team.fundId, team.administrator.id],
    ),
  )
  await eraseUnaccepted()
  expect(await namesOf(held)).toMatchObject({ name: 'Juniper Fictional' })
  expect(await requestRow(held)).toMatchObject({ state: 'referred', erasedAt: null })
})

/** Someone for whom no bond can be posted, since this many days; and a way that was begun then. */
const givenWay = (days: number) =>
  asOfTime(daysAgo(days), async () => {
    const requestId = await givenRequest(team.fundId)
    await walk(team, requestId, 'screening', 'no_bond_available')
    await openPathway({ staff: team.intake, requestId, kind: 'parole' })
    const { id: pathwayId } = await wayOf(requestId)
    return { staff: team.intake, requestId, pathwayId }
  })
const wayOf = (requestId: string) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.requestPathway.findFirstOrThrow({ where: { requestId } }),
  )

test('a step on another way home, a screening and a call are steps, and a way ends with its person', async () => {
  const worked = await givenWay(61)
  await asOfTime(daysAgo(1), () => recordPathwayStep({ ...worked, step: 'lawyer_found' }))
  const [called, screened] = await asOfTime(daysAgo(61), async () => {
    const both = [await givenRequest(team.fundId), await givenRequest(team.fundId)] as const
    await walk(team, both[1], 'screening')
    return both
  })
  const [call] = (await requestRow(called)).callTasks
  await asOfTime(daysAgo(1), async () => {
    await recordCall({
      ...{ staff: team.intake, requestId: called, callId: call?.id ?? '', outcome: 'reached' },
    })
    await screen(team, screened)
  })
  const left = await givenWay(61)

  await eraseUnaccepted()

  for (const id of [worked.requestId, called, screened])
    expect(await namesOf(id)).toMatchObject({ name: 'Juniper Fictional' })
  expect(await wayOf(worked.requestId)).toMatchObject({ outcome: null, endedAt: null })
  expect(await refusalOf(namesOf(left.requestId))).toMatchObject({ code: 'person_is_erased' })
  expect(await wayOf(left.requestId)).toMatchObject({
    ...{ outcome: 'person_erased', endedBy: null, endedAt: expect.any(Date) },
  })
})

test('whom the database refuses tonight holds up nobody else, and goes the next night', async () => {
  const old = () => asOfTime(daysAgo(61), () => givenRequest(team.fundId))
  const all = [await old(), await old(), await old()]
  const people = await Promise.all(all.map(async (id) => (await requestRow(id)).personId))
  const refused = [...people].sort()[0] ?? ''
  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query(`create function refused_tonight() returns trigger language plpgsql as $$
      begin perform broken('person_has_money_out', 'person'); return new; end $$`)
    await owner.query(`create trigger refused_tonight before update on person
      for each row when (old.id = '${refused}') execute function refused_tonight()`)
  })
  await eraseUnaccepted()
  const erased = async () =>
    Promise.all(people.map(async (id, at) => [id, (await requestRow(all[at] ?? '')).erasedAt !== null]))
  expect(await erased()).toEqual(people.map((id) => [id, id !== refused]))
  await asOwner(world.ownerUrl, null, (owner) => owner.query('drop trigger refused_tonight on person'))
  await eraseUnaccepted()
  expect(await erased()).toEqual(people.map((id) => [id, true]))
})

test('someone whose bond was posted before their request was ever approved is kept, long after it closed', async () => {
  const asked = await asOfTime(daysAgo(90), () => givenRequest(team.fundId))
  const { caseCode } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.requestCase.findFirstOrThrow({ where: { requestId: asked } }),
  )
  const posted = daysAgo(89)
  const { bondId } = await asOfTime(posted, () => givenPostedBond(team, { caseCode, occurredAt: posted }))
  await asOfTime(daysAgo(62), async () => {
    const seen = { staff: team.intake, bondId, knownFrom: 'court_docket' } as const
    await recordRelease({ ...seen, outcome: 'released' })
    await recordDisposition(seen)
    const back = { staff: team.treasurer, bondId, deductions: [], interest: zero, reference: 'C-1' }
    await recordReturn({ ...back, received: cents(2_500_00n) })
  })
  await eraseUnaccepted()
  expect(await namesOf(asked)).toMatchObject({ name: 'Juniper Fictional' })
  expect(await requestRow(asked)).toMatchObject({ erasedAt: null })
})
