import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { type PriorityCriterion, priorityCriteria } from '#app/domain/intake/priority.ts'
import { setPriority } from '#app/domain/intake/set-priority.server.ts'
import { listRequests } from '#app/domain/requests/reads/list-requests.server.ts'
import { givenIntakeTeam, givenRequest, type IntakeTeam, screen, walk } from '#tests/support/given-request.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const listed = async (own: IntakeTeam) => {
  const staff = { ...own.intake, roles: [], language: 'en' }
  const { rows } = await listRequests({ staff, group: 'waiting', fundSlug: null, after: null })
  return rows.map(({ id }) => id)
}

/** Three who wait, in the order in which they asked, each with what is met of the fund's order. */
async function givenWaiting(order: PriorityCriterion[], ...met: PriorityCriterion[][]) {
  const own = await givenIntakeTeam()
  await setPriority({ staff: own.administrator, fundId: own.fundId, criteria: order })
  const ids: string[] = []
  for (const each of met) {
    const id = await givenRequest(own.fundId)
    await walk(own, id, 'screening', 'waitlisted')
    await screen(own, id, {}, each)
    ids.push(id)
  }
  return { own, ids }
}

test('where the order begins with who asked first, nothing else places anyone', async () => {
  const { own, ids } = await givenWaiting(
    ['order_of_asking', 'health'],
    [],
    ['health'],
    [...priorityCriteria],
  )
  expect(await listed(own)).toEqual(ids)
})

test('what stands before who asked first counts, and what follows it does not; places kept from before say the same', async () => {
  const order: PriorityCriterion[] = ['hearing_soon', 'order_of_asking', 'health']
  const { own, ids } = await givenWaiting(order, [], ['health'], ['hearing_soon', 'health'])
  const [oldest, ill, heard] = ids
  expect(await listed(own)).toEqual([heard, oldest, ill])

  // As they were counted before: four for the hearing, one for the health.
  const folder = new URL('../../../prisma/migrations/20261123000229_who_asked_first/', import.meta.url)
  const mended = await readFile(new URL('migration.sql', folder), 'utf8')
  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query('update request_rank set rank = rank + 1 where request_id = any($1)', [[ill, heard]])
    expect(await listed(own)).toEqual([heard, ill, oldest])
    await owner.query(mended)
  })
  expect(await listed(own)).toEqual([heard, oldest, ill])
})
