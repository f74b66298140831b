import { expect, test } from 'vitest'
import { takeTurn } from '#app/domain/on-call/take-turn.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenNightTeam } from '#tests/support/given-envelope.ts'
import { givenOpenNight } from '#tests/support/given-open-night.ts'
import { givenPoster } from '#tests/support/given-posting.ts'
import { args, load, route, signIn, thrown } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const window = 'admin.postings.nights.$envelopeId.tsx'

test('whoever only posts is told whom to call: who answers in the night’s fund, while they post there', async () => {
  const own = await givenNightTeam()
  const [only, other] = [await givenPoster(own.fundId), await givenNightTeam()]
  await signIn(only)
  const envelopeId = await givenOpenNight(world, own, { posterIds: [only.id] })
  const callsOf = async () => (await load<{ onCall: unknown[] }>(window, only, { envelopeId })).onCall
  expect(await callsOf()).toEqual([])
  const endsAt = new Date(Date.now() + 6 * 3_600_000)
  for (const { approver, fundId } of [own, other])
    await takeTurn({ staff: approver, fundId, endsAt, phone: '+1 555 0123' })
  expect(await callsOf()).toMatchObject([
    { staffId: own.approver.id, name: 'approver', phone: '+1 555 0123' },
  ])

  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await tx.staffRole.create({ data: { staffId: only.id, fundId: other.fundId, role: 'poster' } })
    await tx.staffRole.deleteMany({ where: { staffId: only.id, fundId: own.fundId } })
  })
  expect(
    (await thrown((await route(window)).loader(await args(only, undefined, { envelopeId })))).status,
  ).toBe(404)
})
