import { expect, test } from 'vitest'
import { readStanding } from '#app/domain/forecast/read-standing.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { approveBy, givenProposal } from '#tests/support/given-disbursement.ts'
import {
  drawBy,
  freeOf,
  givenEnvelope,
  givenNightTeam,
  onSaturday,
  weekend,
} from '#tests/support/given-envelope.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

test('what an open night holds stands by itself, and the sum is the database’s to the cent', async () => {
  const team = await givenNightTeam()
  const standing = () =>
    inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, (tx) =>
      readStanding(tx, { id: team.fundId, reserveFloorCents: 0n }),
    )
  await approveBy(team.approver, await givenProposal(team, { principal: 2_000_01n, fees: 40_00n }))
  const envelopeId = await givenEnvelope(team)
  expect(await standing()).toMatchObject({
    ...{ reservedCents: 2_040_01n, nightsCents: 6_000_00n, freeCents: 11_959_99n },
  })
  // A draw leaves the night and the bank by the same sum.
  await onSaturday(() => drawBy(team.intake, envelopeId, { principal: 1_500_00n, fees: 25_50n }))
  const drawn = await standing()
  expect(drawn).toMatchObject({ reservedCents: 2_040_01n, nightsCents: 4_474_50n, freeCents: 11_959_99n })
  expect(drawn.freeCents).toBe(await freeOf(team.fundId))
  expect(await asOfTime(weekend.saturdayNight, standing)).toEqual(drawn)
})
