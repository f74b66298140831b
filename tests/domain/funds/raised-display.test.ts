import { expect, test } from 'vitest'
import { fundTotals } from '#app/domain/funds/fund-totals.server.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { givenFund, givenOrganization, givenStaff } from '#tests/support/given.ts'
import { useRunning } from '#tests/support/running.ts'
import { withinTheHour } from '#tests/support/within-the-hour.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const { give, settled } = await useRunning(world)

const addPolicy = (name: string, display: string) =>
  asOwner(world.ownerUrl, null, (client) =>
    client.query(
      `insert into publication_policy (name, k, delay_days, rounding_cents, raised_display, demonstration)
       values ($1, 1, 0, 100, $2, true)`,
      [name, display],
    ),
  )

const totals = async (slug: string) => {
  const found = await fundTotals({ slug })
  return { raisedCents: found?.raisedCents, gifts: found?.gifts }
}

test('a total is shown to the minute, by the hour, or only as of a close, as the fund’s policy says', async () => {
  await givenOrganization()
  await addPolicy('by the hour', 'hourly')
  await addPolicy('at its closes', 'at_closes')
  await givenFund({ slug: 'minute' })
  await givenFund({ slug: 'hour', policyName: 'by the hour' })
  const fundId = await givenFund({ slug: 'close', policyName: 'at its closes' })
  await withinTheHour()
  for (const slug of ['minute', 'hour', 'close'])
    await give({ slug, amount: '50', email: `${slug}@donor.example` })
  await settled()

  expect(await totals('minute')).toEqual({ raisedCents: 50_00, gifts: 1 })
  expect(await totals('hour')).toEqual({ raisedCents: 0, gifts: 0 })
  expect(await totals('close')).toEqual({ raisedCents: 0, gifts: 0 })

  const staffId = await givenStaff({ fundId, roles: ['treasurer'] })
  await makePublicationClose({ staffId, fundId })
  expect(await totals('close')).toEqual({ raisedCents: 50_00, gifts: 1 })
})
