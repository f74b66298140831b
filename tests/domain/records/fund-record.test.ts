import { expect, test } from 'vitest'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { decidePlaceEnding } from '#app/domain/fund-places/decide-place-ending.server.ts'
import { listPlaces } from '#app/domain/fund-places/list-places.server.ts'
import { proposePlaceEnding } from '#app/domain/fund-places/propose-place-ending.server.ts'
import { confirmLifting } from '#app/domain/incidents/confirm-lifting.server.ts'
import { liftIncident } from '#app/domain/incidents/lift-incident.server.ts'
import { raiseIncident } from '#app/domain/incidents/raise-incident.server.ts'
import { fundRecord } from '#app/domain/records/fund-record.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenStaff } from '#tests/support/given.ts'
import { givenClosing } from '#tests/support/given-closing.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { confirmBy, proposeBy } from '#tests/support/given-limits.ts'
import { givenNewWords } from '#tests/support/given-purpose.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const administrator = async (fundId: string, name: string) => ({
  id: await givenStaff({ fundId, roles: ['administrator'], name }),
  fundIds: [fundId],
})

test('limits, places, purposes, incidents and states of a fund each tell who, and who agreed', async () => {
  const { fundId } = await givenTeam({ bank: 1_000_00n })
  const ada = await administrator(fundId, 'Ada')
  const ben = await administrator(fundId, 'Ben')
  await addPlace({ staff: ada, fundId, place: 'US-ZZ' })
  const places = () => inTransaction({ scope: { kind: 'staff', fundIds: [fundId] } }, listPlaces)
  const placeId = (await places())[0]?.id ?? ''
  await proposePlaceEnding({ staff: ada, placeId, reason: 'no_longer_serves' })
  const endingId = (await places())[0]?.ending?.id ?? ''
  await decidePlaceEnding({ staff: ben, endingId, outcome: 'confirmed' })
  const steps = [
    { fromCents: 0n, approvals: 1 },
    { fromCents: 2_000_00n, approvals: 2 },
  ]
  const limitsId = await proposeBy(ada, fundId, { steps, capCents: 9_000_00n, expiryHours: 48 })
  await proposeBy(ben, fundId, { steps, expiryHours: 24 })
  await confirmBy(ben, fundId, limitsId)
  await givenNewWords({ fundId, from: '2099-01-10' })
  const { incidentId } = await raiseIncident({ staff: ada, fundId, reason: 'press_or_court' })
  await liftIncident({ staff: ada, incidentId })
  await confirmLifting({ staff: ben, incidentId })
  await givenClosing([ada, ben], fundId)

  const record = await fundRecord({ fundId, fundIds: [fundId], language: 'en' })
  const told = record?.changes.map(({ key: _key, at: _at, ...change }) => change)
  expect(told).toContainEqual({ kind: 'place', to: 'US-ZZ', by: 'Ada', agreed: null })
  expect(told).toContainEqual({ kind: 'place_ended', to: 'US-ZZ', by: 'Ada', agreed: 'Ben' })
  expect(told?.filter(({ kind }) => kind === 'limits')).toEqual([
    {
      ...{ kind: 'limits', to: '48', steps, capCents: 9_000_00n, dailyCapCents: null },
      ...{ by: 'Ada', agreed: 'Ben' },
    },
  ])
  expect(told).toContainEqual({ kind: 'purpose', to: '2', by: 'administrator', agreed: 'administrator' })
  expect(told).toContainEqual({ kind: 'incident', to: 'press_or_court', by: 'Ada', agreed: null })
  expect(told).toContainEqual({ kind: 'incident_over', to: 'press_or_court', by: 'Ada', agreed: 'Ben' })
  expect(told).toContainEqual({ kind: 'state', from: 'open', to: 'closing', by: 'Ada', agreed: 'Ben' })
  const other = (await givenTeam()).fundId
  expect(await fundRecord({ fundId, fundIds: [other], language: 'en' })).toBeNull()
})
