import { expect, test } from 'vitest'
import { expireEnvelopes } from '#app/domain/envelopes/expire-envelopes.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { brokenBooks } from '#tests/support/books.ts'
import {
  confirmBy,
  drawBy,
  freeOf,
  givenEnvelope,
  givenNightTeam,
  onSaturday,
  weekend,
} from '#tests/support/given-envelope.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('a Saturday night: planned on Friday, two people go home, one draw is confirmed, the other late', async () => {
  const team = await givenNightTeam(10_000_00n)
  const { fundId, intake, approver } = team
  const free: Record<string, bigint> = { before: await freeOf(fundId) }

  const envelopeId = await givenEnvelope(team)
  free.friday = await freeOf(fundId)

  const first = await onSaturday(() => drawBy(intake, envelopeId, { principal: 2_000_00n, fees: 40_00n }))
  const second = await onSaturday(() => drawBy(intake, envelopeId, { principal: 1_500_00n }))
  free.saturday = await freeOf(fundId)
  await onSaturday(() => confirmBy(approver, first.disbursementId))

  await asOfTime(weekend.mondayNoon, async () => {
    expect(await whyRefused(drawBy(intake, envelopeId))).toBe('envelope_is_frozen')
    await confirmBy(approver, second.disbursementId)
    await drawBy(intake, envelopeId, { principal: 500_00n }).then(({ disbursementId }) =>
      confirmBy(approver, disbursementId),
    )
  })
  free.monday = await freeOf(fundId)

  // Of what was posted late in the night somebody may still bring the receipt, so its rest waits for the next noon.
  await asOfTime(weekend.mondayNight, async () => {
    await expireEnvelopes()
  })
  free.waiting = await freeOf(fundId)

  await asOfTime(weekend.tuesdayNoon, async () => {
    expect(await whyRefused(drawBy(intake, envelopeId))).toBe('envelope_is_closed')
    await expireEnvelopes()
    await expireEnvelopes()
  })
  free.closed = await freeOf(fundId)

  expect(free).toEqual({
    before: 10_000_00n,
    friday: 4_000_00n,
    saturday: 4_000_00n,
    monday: 4_000_00n,
    waiting: 4_000_00n,
    closed: 5_960_00n,
  })
  expect((await ledgerTable(world)).replace(/fund-\w+/g, 'fund')).toMatchInlineSnapshot(`
    "code         debit         credit       amount
    opening      bank          opening  $10,000.00
    bond_posted  bond_deposit  bank      $2,000.00
    bond_fee     bond_fees     bank         $40.00
    bond_posted  bond_deposit  bank      $1,500.00
    bond_posted  bond_deposit  bank        $500.00"
  `)
  expect(await brokenBooks()).toEqual([])
})
