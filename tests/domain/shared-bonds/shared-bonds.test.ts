import { beforeEach, describe, expect, test } from 'vitest'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { rejectDisbursement } from '#app/domain/disbursements/reject-disbursement.server.ts'
import { proposeSharedBond } from '#app/domain/disbursements/shared-bonds/propose-shared-bond.server.ts'
import { sharedBondPage } from '#app/domain/disbursements/shared-bonds/shared-bond-page.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { caseOf, givenAgreement } from '#tests/support/given-copay.ts'
import { approveBy, givenActor, payBy } from '#tests/support/given-disbursement.ts'
import {
  type Alliance,
  givenActorIn,
  givenAlliance,
  givenSharedProposal,
  paySharedBy,
} from '#tests/support/given-shared-bond.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const

let alliance: Alliance
beforeEach(async () => {
  alliance = await givenAlliance()
})

describe('proposing and paying', () => {
  test('each fund approves its part, and one act pays them all under one receipt', async () => {
    const shared = await givenSharedProposal(alliance, { fees: [20_00n, 5_00n] })
    const [first = '', second = ''] = shared.disbursementIds
    await approveBy(alliance.approver, first)
    expect(await refusalOf(paySharedBy(alliance.intake, shared, { principal: 5_000_00n }))).toMatchObject({
      code: 'shared_bond_waits_for_approval',
    })
    await approveBy(alliance.approver, second)
    expect(await refusalOf(payBy(alliance.intake, first, { principal: 3_000_00n }))).toMatchObject({
      code: 'shared_part_is_paid_with_the_whole',
    })
    expect(await refusalOf(paySharedBy(alliance.intake, shared, { principal: 5_000_01n }))).toEqual({
      code: 'principal_above_ceiling',
      params: { ceiling: 5_000_00n },
    })
    const { bondIds } = await paySharedBy(alliance.intake, shared, {
      principal: 4_500_00n,
      fees: 10_00n,
      receiptNumber: 'S-77',
    })
    const bonds = await inTransaction(system, (tx) => tx.bond.findMany({ where: { id: { in: bondIds } } }))
    expect(bonds.map(({ principalCents, receiptNumber }) => [principalCents, receiptNumber]).sort()).toEqual([
      [1_800_00n, 'S-77'],
      [2_700_00n, 'S-77'],
    ])
    expect(await brokenBooks()).toEqual([])
  })

  test('fifty pay at once: one does', async () => {
    const shared = await givenSharedProposal(alliance)
    for (const id of shared.disbursementIds) await approveBy(alliance.approver, id)
    const tries = Array.from({ length: 50 }, () =>
      paySharedBy(alliance.intake, shared, { principal: 5_000_00n }),
    )
    const outcomes = await Promise.allSettled(tries)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await inTransaction(system, (tx) => tx.bond.count({ where: { caseCode: shared.caseCode } }))).toBe(
      2,
    )
  })

  test('who may not in every fund, or approved a part, does not pay', async () => {
    const shared = await givenSharedProposal(alliance)
    for (const id of shared.disbursementIds) await approveBy(alliance.treasurer, id)
    const pay = (staff: Alliance['intake']) => refusalOf(paySharedBy(staff, shared, { principal: 5_000_00n }))
    expect(await pay(alliance.treasurer)).toMatchObject({ code: 'payer_is_not_approver' })
    expect(await pay(await givenActor(alliance.fundIds[0], ['treasurer']))).toMatchObject({
      code: 'shared_bond_needs_every_fund',
    })
    expect(await pay(await givenActorIn(alliance.fundIds, ['auditor']))).toMatchObject({
      code: 'role_may_not',
    })
    expect(await pay(await givenActor((await givenAlliance()).fundIds[0], ['treasurer']))).toMatchObject({
      code: 'shared_bond_unknown',
    })
  })

  test('a part that was rejected or cancelled ends the others: they are neither approved nor paid, and can be cancelled', async () => {
    const shared = await givenSharedProposal(alliance)
    const [first = '', second = ''] = shared.disbursementIds
    await approveBy(alliance.approver, first)
    await rejectDisbursement({ staff: alliance.approver, disbursementId: second, reason: 'not_now' })
    expect(await refusalOf(paySharedBy(alliance.intake, shared, { principal: 5_000_00n }))).toMatchObject({
      code: 'shared_bond_is_over',
    })
    await cancelDisbursement({ staff: alliance.intake, disbursementId: first, reason: 'could_not_post' })

    const other = await givenSharedProposal(alliance)
    const [one = '', two = ''] = other.disbursementIds
    await cancelDisbursement({ staff: alliance.intake, disbursementId: one, reason: 'entered_wrongly' })
    expect(await refusalOf(approveBy(alliance.approver, two))).toMatchObject({ code: 'shared_bond_is_over' })
  })

  test('fewer than two parts, a fund twice, or a fund in which one may not propose, is refused', async () => {
    const [first, second] = alliance.fundIds
    const propose = (staff: Alliance['intake'], fundIds: string[]) =>
      proposeSharedBond({
        staff,
        proposal: {
          kind: 'court_bail',
          payees: ['Clerk'],
          venue: 'Court',
          evidenceNote: '',
          parts: fundIds.map((fundId) => ({ fundId, principalCeiling: cents(100n), feesCeiling: zero })),
        },
      })
    expect(await refusalOf(propose(alliance.intake, [first]))).toMatchObject({
      code: 'shared_bond_has_two_parts',
    })
    expect(await refusalOf(propose(alliance.intake, [first, first]))).toMatchObject({
      code: 'fund_has_one_part_of_a_shared_bond',
    })
    expect(await refusalOf(propose(await givenActor(first, ['intake']), [first, second]))).toMatchObject({
      code: 'role_may_not',
    })
  })

  test('who sees one fund sees how much the others put in, and nothing else of them', async () => {
    const shared = await givenSharedProposal(alliance)
    const [fundId] = alliance.fundIds
    const one = await givenActor(fundId, ['treasurer'])
    const staff = { ...one, language: 'en', roles: [{ fundId, role: 'treasurer' as const }] }
    const page = await sharedBondPage({ sharedBondId: shared.sharedBondId, staff })
    expect(page).toMatchObject({
      parts: [
        { disbursementId: shared.disbursementIds[0], principalCents: 3_000_00n, state: 'proposed' },
        { disbursementId: null, bondId: null, principalCents: 2_000_00n, state: 'proposed' },
      ],
      whyNotPay: { code: 'shared_bond_needs_every_fund' },
    })
    const stranger = await givenAlliance()
    expect(
      await sharedBondPage({
        sharedBondId: shared.sharedBondId,
        staff: { ...stranger.intake, language: 'en', roles: [] },
      }),
    ).toBeNull()
  })
})

test('a family’s part is held by no bond that two funds share: they are asked to post it themselves', async () => {
  const shared = await givenSharedProposal(alliance)
  const [fundId = ''] = alliance.fundIds
  const caseCode = await caseOf(shared.disbursementIds[0] ?? '')
  const team = { fundId, ...alliance }
  expect(await refusalOf(givenAgreement(team, { caseCode }))).toMatchObject({
    code: 'shared_bond_holds_no_family_part',
  })
})
