import { beforeEach, expect, test } from 'vitest'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { decidePlaceEnding } from '#app/domain/fund-places/decide-place-ending.server.ts'
import { listPlaces } from '#app/domain/fund-places/list-places.server.ts'
import type { EndingOutcome } from '#app/domain/fund-places/place.ts'
import { proposePlaceEnding } from '#app/domain/fund-places/propose-place-ending.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenReviewedRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { brokenBooks } from '#tests/support/books.ts'
import {
  approveBy,
  givenActor,
  givenPostedBond,
  givenProposal,
  givenTeam,
  payBy,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let keeper: Team['intake']
let place: string
let count = 0
beforeEach(async () => {
  count += 1
  place = `US-P${String.fromCharCode(64 + count)}`
  team = await givenTeam({ bank: 50_000_00n })
  keeper = await givenActor(team.fundId, ['administrator'])
  await addPlace({ staff: keeper, fundId: team.fundId, place })
})

const served = () => inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, listPlaces)
const propose = async (staff = keeper) => {
  const [{ id: placeId } = { id: '' }] = await served()
  return proposePlaceEnding({ staff, placeId, reason: 'no_longer_serves' })
}
const decide = async (staff: Team['intake'], outcome: EndingOutcome = 'confirmed') => {
  const [first] = await served()
  return decidePlaceEnding({ staff, endingId: first?.ending?.id ?? first?.id ?? '', outcome })
}
async function approved(principal: bigint): Promise<string> {
  const id = await givenProposal(team, { principal })
  await approveBy(team.approver, id)
  return id
}

test('one proposes, another confirms; until then the rule blocks, after that it does not, and the place may come back', async () => {
  await givenReviewedRule(keeper, { code: `cap-${count}`, place })
  const above = await approved(2_500_00n)
  const pay = () => payBy(team.intake, above)
  await propose()
  expect((await refusalOf(pay())).code).toBe('rule_blocks_posting')
  expect((await refusalOf(propose())).code).toBe('place_ending_waits_once')
  expect((await refusalOf(decide(keeper))).code).toBe('place_ending_is_confirmed_by_another')
  expect((await refusalOf(decide(team.intake))).code).toBe('role_may_not')

  const reader = { ...team.approver, roles: [{ fundId: team.fundId, role: 'approver' as const }] }
  const waiting = () => waitingForMe({ staff: { ...reader, language: 'en' } })
  expect((await waiting()).map(({ act }) => act)).toContain('confirm_place_ending')
  await decide(team.approver)
  expect((await waiting()).map(({ act }) => act)).not.toContain('confirm_place_ending')
  expect((await pay()).bondId).not.toBeNull()
  expect(await served()).toEqual([])
  expect((await refusalOf(decide(team.treasurer))).code).toBe('place_ending_unknown')

  await addPlace({ staff: keeper, fundId: team.fundId, place })
  const again = await approved(2_500_00n)
  expect((await refusalOf(payBy(team.intake, again))).code).toBe('rule_blocks_posting')
  expect((await refusalOf(addPlace({ staff: keeper, fundId: team.fundId, place }))).code).toBe(
    'fund_has_a_place_once',
  )
})

test('a proposal may be dropped by its maker; only an administrator of the fund proposes', async () => {
  expect((await refusalOf(propose(team.approver))).code).toBe('role_may_not')
  const stranger = await givenActor((await givenTeam()).fundId, ['administrator'])
  expect((await refusalOf(propose(stranger))).code).toBe('place_unknown')
  await propose()
  await decide(keeper, 'withdrawn')
  expect(await served()).toMatchObject([{ place, ending: null }])
  await propose()
})

test('bonds that are out go on, and count where another fund still serves the place', async () => {
  const other = await givenTeam()
  const otherKeeper = await givenActor(other.fundId, ['administrator'])
  await addPlace({ staff: otherKeeper, fundId: other.fundId, place })
  const limit = { kind: 'bonds_per_period', bondCount: 1, periodDays: 30, cap: cents(0n) } as const
  const { bondId } = await givenPostedBond(team, { principal: 100_00n })
  await givenReviewedRule(keeper, { code: `count-${count}`, place, ...limit })
  await propose()
  await decide(team.approver)
  await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'own_visit' })

  const id = await givenProposal(other, { principal: 100_00n })
  await approveBy(other.approver, id)
  expect((await refusalOf(payBy(other.intake, id, { principal: 100_00n }))).code).toBe('rule_blocks_posting')
  expect((await payBy(team.intake, await approved(100_00n), { principal: 100_00n })).bondId).not.toBeNull()
  expect(await brokenBooks()).toEqual([])
})

test('fifty at once: a place stands once, and its end is proposed once', async () => {
  const other = 'US-XQ'
  const fifty = (act: () => Promise<unknown>) =>
    Promise.allSettled(Array.from({ length: 50 }, act)).then((outcomes) =>
      outcomes.map(({ status }) => status),
    )
  const done = (statuses: string[]) => statuses.filter((status) => status === 'fulfilled').length
  expect(done(await fifty(() => addPlace({ staff: keeper, fundId: team.fundId, place: other })))).toBe(1)
  const placeId = (await served()).find((each) => each.place === other)?.id ?? ''
  const ending = { staff: keeper, placeId, reason: 'board_decision' } as const
  expect(done(await fifty(() => proposePlaceEnding(ending)))).toBe(1)
})
