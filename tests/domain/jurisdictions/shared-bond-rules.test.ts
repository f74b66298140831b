import { beforeEach, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { disbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { clearRule } from '#app/domain/jurisdictions/clear-rule.server.ts'
import { confirmClearance } from '#app/domain/jurisdictions/confirm-clearance.server.ts'
import { previewFindings } from '#app/domain/jurisdictions/preview-findings.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { approveBy } from '#tests/support/given-disbursement.ts'
import {
  type Alliance,
  givenActorIn,
  givenAlliance,
  givenSharedBond,
  givenSharedProposal,
  paySharedBy,
} from '#tests/support/given-shared-bond.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { day, givenReviewedRule, givenRule } from './given-rule.ts'

await useWorld()

let alliance: Alliance
let keeper: ActingStaff
let place: string
let code: string
let count = 0
beforeEach(async () => {
  alliance = await givenAlliance()
  keeper = await givenActorIn(alliance.fundIds, ['administrator'])
  count += 1
  place = `US-S${String.fromCharCode(64 + count)}`
  code = `shared-${count}`
  for (const fundId of alliance.fundIds) await addPlace({ staff: keeper, fundId, place })
})

async function approved() {
  const shared = await givenSharedProposal(alliance, { principals: [1_500_00n, 1_000_00n] })
  for (const id of shared.disbursementIds) await approveBy(alliance.approver, id)
  return shared
}

test('a cap looks at the whole bond, says so once before it is sent, and takes part by part to be cleared', async () => {
  const ruleId = await givenReviewedRule(keeper, { code, place })
  const preview = await previewFindings({
    ...{ staff: { ...alliance.intake, revealsIn: [] }, funds: alliance.fundIds, caseCode: null },
    ...{ kind: 'court_bail', principalCents: 2_500_00n },
  })
  expect(preview?.findings.map((each) => [each.code, each.blocks])).toEqual([[code, true]])

  const shared = await approved()
  const pay = () => paySharedBy(alliance.intake, shared, { principal: 2_500_00n })
  const clear = async (disbursementId: string) => {
    await clearRule({
      ...{ staff: alliance.treasurer, disbursementId, ruleId, counsel: 'Ada Example' },
      clearedOn: day('2026-01-03'),
    })
    const { id: clearanceId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.counselClearance.findFirstOrThrow({ where: { disbursementId } }),
    )
    await confirmClearance({ staff: alliance.approver, disbursementId, clearanceId })
  }
  const [one = '', other = ''] = shared.disbursementIds
  expect(await refusalOf(pay())).toMatchObject({ code: 'rule_blocks_posting', params: { rule: code } })
  await clear(one)
  expect(await refusalOf(pay())).toMatchObject({ code: 'rule_blocks_posting' })
  await clear(other)
  expect((await pay()).bondIds).toHaveLength(2)
  expect(await brokenBooks()).toEqual([])
})

test('paid below the cap it is posted', async () => {
  await givenReviewedRule(keeper, { code, place })
  const paid = await paySharedBy(alliance.intake, await approved(), { principal: 2_000_00n })
  expect(paid.bondIds).toHaveLength(2)
})

test('counts as one bond of the organization, in the database as on the page', async () => {
  const limit = { kind: 'bonds_per_period', bondCount: 2, periodDays: 30, cap: cents(0n) } as const
  await givenReviewedRule(keeper, { code, place, ...limit })
  await givenSharedBond(alliance)
  const second = await approved()
  const third = await approved()
  const counted = async (disbursementId: string) => {
    const staff = { ...alliance.intake, roles: [], language: 'en' }
    return (await disbursementPage({ disbursementId, staff }))?.findings.map((each) => each.counted)
  }
  expect(await counted(second.disbursementIds[0] ?? '')).toEqual([])
  expect((await paySharedBy(alliance.intake, second, { principal: 2_500_00n })).bondIds).toHaveLength(2)
  expect(await counted(third.disbursementIds[0] ?? '')).toEqual([2])
  expect(await refusalOf(paySharedBy(alliance.intake, third, { principal: 2_500_00n }))).toMatchObject({
    code: 'rule_blocks_posting',
  })
  expect(await db().jurisdictionRule.count({ where: { code } })).toBe(1)
})

test('a place of one of the funds is enough', async () => {
  const [fundId] = alliance.fundIds
  await addPlace({ staff: keeper, fundId, place: `${place}-TOWN` })
  await givenRule(keeper, { code: `${code}-warns`, place: `${place}-TOWN` })
  await givenReviewedRule(keeper, { code, place: `${place}-TOWN` })
  expect(
    await refusalOf(paySharedBy(alliance.intake, await approved(), { principal: 2_500_00n })),
  ).toMatchObject({ code: 'rule_blocks_posting', params: { place: `${place}-TOWN` } })
})
