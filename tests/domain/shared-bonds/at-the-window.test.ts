import { beforeEach, expect, test } from 'vitest'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { takeTurn } from '#app/domain/on-call/take-turn.server.ts'
import { assignPoster } from '#app/domain/postings/assign-poster.server.ts'
import { assignmentPage } from '#app/domain/postings/assignment-page.server.ts'
import { myPosting } from '#app/domain/postings/my-posting.server.ts'
import { myPostings } from '#app/domain/postings/my-postings.server.ts'
import { postAssignedSharedBond } from '#app/domain/postings/post-assigned-bond.server.ts'
import { openSlip } from '#app/domain/postings/slip/open-slip.server.ts'
import { withdrawAssignment } from '#app/domain/postings/withdraw-assignment.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { run } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { back, givenAdvance } from '#tests/support/given-advance.ts'
import { approveBy, type Team } from '#tests/support/given-disbursement.ts'
import { givenPoster, identify, windowDetails } from '#tests/support/given-posting.ts'
import {
  type Alliance,
  givenActorIn,
  givenAlliance,
  givenSharedProposal,
} from '#tests/support/given-shared-bond.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let alliance: Alliance
let shared: Awaited<ReturnType<typeof givenSharedProposal>>
let poster: { id: string; fundIds: string[] }
beforeEach(async () => {
  alliance = await givenAlliance()
  shared = await givenSharedProposal(alliance, { fees: [20_00n, 5_00n] })
  poster = { ...(await givenActorIn(alliance.fundIds, ['poster'])), fundIds: [] }
})

const part = (index: number): string => shared.disbursementIds[index] ?? ''
const teamOf = (index: number): Team => ({ ...alliance, fundId: alliance.fundIds[index] ?? '' })
const approved = async () => {
  for (const id of shared.disbursementIds) await approveBy(alliance.approver, id)
}
const assigned = (posterId = poster.id, staff = alliance.intake) =>
  assignPoster({ staff, disbursementId: part(0), posterId, details: windowDetails })
const page = (index: number) => myPosting({ staffId: poster.id, disbursementId: part(index), language: 'en' })
const code = async (act: Promise<unknown>) => (await refusalOf(act)).code

test('one person carries a bond that funds share: the slip of the whole, one line, one page', async () => {
  expect(await code(assigned())).toBe('shared_bond_waits_for_approval')
  await approved()
  await assigned()
  await identify(teamOf(0), part(0))
  const whole = { principalCeiling: 5_000_00n, feesCeiling: 25_00n }
  const parts = [{ principalCents: 3_000_00n }, { principalCents: 2_000_00n }]
  for (const index of [0, 1]) expect(await page(index)).toMatchObject({ ...whole, parts, total: 5_025_00n })
  expect(await myPostings({ staffId: poster.id, language: 'en' })).toHaveLength(1)
  expect(await openSlip({ staff: poster, disbursementId: part(0), language: 'en' })).toMatchObject({
    ...{ ...whole, parts, familyHeld: 0n },
  })
  await withdrawAssignment({
    ...{ staff: alliance.intake, disbursementId: part(1), reason: 'not_available' },
  })
  for (const index of [0, 1]) expect(await page(index)).toBeNull()
})

test('its slip names who answers in each fund, for each approves its own part anew, whoever opens it', async () => {
  await approved()
  await assigned()
  await identify(teamOf(0), part(0))
  const hour = 60 * 60_000
  for (const [index, phone] of ['+1 555 0131', '+1 555 0132'].entries()) {
    const startsAt = new Date(Date.now() + index * hour)
    await takeTurn({
      ...{ staff: alliance.approver, fundId: alliance.fundIds[index] ?? '', phone },
      ...{ startsAt, endsAt: new Date(startsAt.getTime() + hour / 2) },
    })
  }
  const ofOne = await givenActorIn([alliance.fundIds[0]], ['treasurer'])
  for (const staff of [poster, ofOne]) {
    const { onCall } = await openSlip({ staff, disbursementId: part(0), language: 'en' })
    expect(onCall.map(({ fundId, phone }) => [fundId, phone])).toEqual([
      [alliance.fundIds[0], '+1 555 0131'],
      [alliance.fundIds[1], '+1 555 0132'],
    ])
  }
})

test('it is given by someone who may in every fund, to someone who may post in every fund', async () => {
  await approved()
  const [first] = alliance.fundIds
  const ofOne = await givenPoster(first)
  expect(await code(assigned(ofOne.id))).toBe('poster_serves_every_fund')
  const half = await givenActorIn([first], ['intake'])
  expect(await code(assigned(poster.id, half))).toBe('shared_bond_needs_every_fund')
  const choices = await assignmentPage({ staff: alliance.intake, disbursementId: part(0) })
  const offered = choices?.choices.map(({ id }) => id)
  expect(offered).toContain(poster.id)
  expect(offered).not.toContain(ofOne.id)

  const byHand = run(world.ownerUrl, [
    [
      `insert into posting_assignment (disbursement_id, fund_id, poster_id, details_sealed, assigned_by, occurred_at)
         values ($1, $2, $3, '\\x00', $4, now())`,
      [part(0), first, poster.id, alliance.intake.id],
    ],
  ])
  expect(await brokenRule(namingViolations(() => byHand))).toBe('shared_parts_have_one_poster')
})

test('the cash of each fund, signed out by two of its own, pays its part under one receipt', async () => {
  await approved()
  await assigned()
  const first = await givenAdvance(teamOf(0), { poster, amount: 3_020_00n, for: [part(0)] })
  const second = await givenAdvance(teamOf(1), { poster, amount: 2_005_00n, for: [part(1)] })
  const { contentHash = '' } = (await page(1)) ?? {}
  const { sharedBondId, caseCode } = shared
  const { bondIds } = await postAssignedSharedBond({
    ...{ staff: poster, sharedBondId, caseCode, contentHash },
    stepUpId: await givenStepUp(poster.id, boundTo.paySharedBond({ id: sharedBondId, contentHash })),
    ...{ principal: cents(4_500_00n), fees: cents(25_00n), payee: 'Larkspur County Clerk' },
    ...{ method: 'cash', receiptNumber: 'R-91' },
  })
  expect(bondIds).toHaveLength(2)
  await back(teamOf(0), first, 300_00n)
  await back(teamOf(1), second, 200_00n)
  const balances = (fundId: string) =>
    inTransaction({ scope: { kind: 'system' } }, (tx) => fundBalances(tx, fundId))
  const [one = '', two = ''] = alliance.fundIds
  expect(await balances(one)).toMatchObject({ advance: 0n, bond_deposit: 2_700_00n, bank: 17_280_00n })
  expect(await balances(two)).toMatchObject({ advance: 0n, bond_deposit: 1_800_00n, bank: 18_195_00n })
  const receipts = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.disbursementPayment.findMany({
      where: { disbursementId: { in: shared.disbursementIds } },
      select: { receiptNumber: true, paidBy: true },
    }),
  )
  expect(receipts).toEqual(receipts.map(() => ({ receiptNumber: 'R-91', paidBy: poster.id })))
  expect(await brokenBooks()).toEqual([])
})
