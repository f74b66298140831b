import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { eraseUnaccepted } from '#app/domain/requests/erase-unaccepted.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { known } from '#tests/domain/vault/given-person.ts'
import {
  givenIntakeTeam,
  givenRequest,
  type IntakeTeam,
  requestRow,
  walk,
} from '#tests/support/given-request.ts'
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
