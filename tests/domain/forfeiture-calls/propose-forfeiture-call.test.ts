import { beforeAll, describe, expect, test } from 'vitest'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { fundForecast } from '#app/domain/forecast/fund-forecast.server.ts'
import { exposureOf } from '#app/domain/forfeiture-calls/exposure.server.ts'
import { proposeForfeitureCall } from '#app/domain/forfeiture-calls/propose-forfeiture-call.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenCoPaidBond, payWith, timezone } from '#tests/support/given-copay.ts'
import { approveBy, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { walk } from '#tests/support/given-loss.ts'
import { recordForfeiture } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam()
})

describe('a percentage bond', () => {
  const exposed = (bondId: string) =>
    inTransaction({ scope: { kind: 'system' } }, (tx) => exposureOf(tx, bondId))
  const call = (bondId: string, amount: bigint) =>
    proposeForfeitureCall({
      ...{ staff: team.intake, bondId, amount: cents(amount), payee: 'Larkspur County Clerk' },
      ...{ venue: 'Larkspur County Court', evidenceNote: '' },
    })

  test('is called only after it was forfeited, and never beyond what the judge set', async () => {
    const { bondId } = await givenCoPaidBond(team, { own: 500_00n, family: 500_00n, exposure: 10_000_00n })
    expect(await refusalOf(call(bondId, 1n))).toMatchObject({ code: 'forfeiture_call_follows_a_forfeiture' })
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await walk(team, bondId, ['missed_court', 'forfeiture_noticed'])
    await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'court_notice' })
    expect(await exposed(bondId)).toMatchObject({ full: 10_000_00n, left: 9_000_00n, called: 0n })
    expect(await refusalOf(call(bondId, 9_000_01n))).toMatchObject({ params: { left: 9_000_00n } })
    const { disbursementId: first } = await call(bondId, 5_000_00n)
    expect(await refusalOf(call(bondId, 4_000_01n))).toMatchObject({ params: { left: 4_000_00n } })
    await approveBy(team.approver, first)
    expect(await payWith(team.intake, first, { principal: 4_800_00n })).toMatchObject({ bondId: null })
    expect(await exposed(bondId)).toMatchObject({ left: 4_200_00n, called: 4_800_00n })
    const standing = await fundForecast({
      ...{ fundId: team.fundId, fundIds: [team.fundId], language: 'en', timezone, at: new Date() },
    })
    expect(standing).toMatchObject({ standing: { exposureCents: 4_200_00n } })
  })
})
