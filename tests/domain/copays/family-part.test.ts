import { beforeEach, describe, expect, test } from 'vitest'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { proposePayout } from '#app/domain/copays/propose-payout.server.ts'
import { agreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { listCopays } from '#app/domain/copays/reads/list-copays.server.ts'
import { recordOffer } from '#app/domain/copays/record-offer.server.ts'
import { recordTextReview } from '#app/domain/copays/record-text-review.server.ts'
import { signAgreement } from '#app/domain/copays/sign-agreement.server.ts'
import { waitingCopays } from '#app/domain/copays/waiting.server.ts'
import { withdrawPayout } from '#app/domain/copays/withdraw-payout.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { proposeDisbursement } from '#app/domain/disbursements/propose-disbursement.server.ts'
import { fundForecast } from '#app/domain/forecast/fund-forecast.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { brokenBooks } from '#tests/support/books.ts'
import {
  approvePayoutBy,
  caseOf,
  givenAgreement,
  givenCoPaidBond,
  givenHeldPart,
  givenPaidOut,
  payPayoutBy,
  payWith,
  receiveBy,
  timezone,
} from '#tests/support/given-copay.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { recover, walk } from '#tests/support/given-loss.ts'
import { today } from '#tests/support/given-remittance.ts'
import { recordForfeiture, recordReturn, reinstateBond, writeOff } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let disbursementId: string
let caseCode: string
beforeEach(async () => {
  team = await givenTeam()
  disbursementId = await givenProposal(team, { principal: 4_000_00n })
  caseCode = await caseOf(disbursementId)
})

const reader = (staff: ActingStaff, roles: Role[]) => ({
  ...staff,
  roles: roles.map((role) => ({ fundId: team.fundId, role })),
  language: 'en',
})
const free = () => inTransaction({ scope: { kind: 'system' } }, (tx) => freeToCommit(tx, team.fundId))
const pageOf = async (agreementId: string, staff = team.intake, roles: Role[] = ['intake']) => {
  const page = await agreementPage({ agreementId, staff: reader(staff, roles) })
  if (!page) throw new Error('theirs to see')
  return page
}

describe('before money is taken', () => {
  const sign = (of: Partial<Parameters<typeof signAgreement>[0]> = {}) =>
    signAgreement({
      ...{ staff: team.intake, fundId: team.fundId, caseCode, language: 'ar', amount: cents(500_00n) },
      ...{ signer: 'Rosa Quill', paperNumber: 'P-1', signedOn: today(), timezone },
      ...of,
    })

  test('a relative is asked first, and what they answer decides', async () => {
    expect(await refusalOf(sign())).toMatchObject({ code: 'relative_is_asked_to_post_first' })
    const answer = (given: 'declined' | 'agreed_self_post') =>
      recordOffer({ staff: team.intake, fundId: team.fundId, caseCode, answer: given })
    await answer('agreed_self_post')
    expect(await refusalOf(sign())).toMatchObject({ code: 'relative_posts_their_part' })
    await answer('declined')
    expect(await refusalOf(sign({ amount: cents(0n) }))).toMatchObject({ code: 'family_part_missing' })
    expect(await refusalOf(sign({ signedOn: '2099-01-01' }))).toMatchObject({ code: 'fact_lies_ahead' })
    expect(await refusalOf(sign({ signedOn: '1926-01-05' }))).toMatchObject({ code: 'day_is_of_its_case' })
    expect(await refusalOf(sign({ staff: team.approver }))).toMatchObject({ code: 'role_may_not' })

    const { agreementId } = await sign()
    expect(await pageOf(agreementId)).toMatchObject({ signer: 'sealed', officialShown: true, held: 0n })
  })

  test('a language that was reviewed stands alone from then on', async () => {
    const administrator = await givenActor(team.fundId, ['administrator'])
    const review = (staff: ActingStaff) =>
      recordTextReview({
        staff,
        language: 'es',
        reviewer: 'Tomás Example',
        reviewedOn: '2026-02-01',
        timezone,
      })
    await expect(review(team.intake)).rejects.toMatchObject({
      constraint: 'text_review_is_recorded_by_an_administrator',
    })
    await review(administrator)
    await expect(review(administrator)).rejects.toMatchObject({ constraint: 'text_is_reviewed_once' })
    const spanish = await givenAgreement(team, { caseCode, language: 'es' })
    expect(await pageOf(spanish)).toMatchObject({
      officialShown: false,
      review: { reviewer: 'Tomás Example' },
    })
  })

  test('never more than the paper says, not by the witness, and once', async () => {
    const agreementId = await givenAgreement(team, { caseCode, amount: 1_000_00n })
    expect(await refusalOf(receiveBy(team.intake, agreementId))).toMatchObject({
      code: 'receiver_is_not_witness',
    })
    expect(await refusalOf(receiveBy(team.approver, agreementId))).toMatchObject({ code: 'role_may_not' })
    await receiveBy(team.treasurer, agreementId, 600_00n, 'C-1')
    expect(await refusalOf(receiveBy(team.treasurer, agreementId, 400_01n))).toMatchObject({
      code: 'family_part_stays_within_its_agreement',
      params: { open: 400_00n },
    })
    await expect(receiveBy(team.treasurer, agreementId, 100_00n, 'C-1')).rejects.toMatchObject({
      constraint: 'family_part_is_received_once',
    })
  })

  test('fifty at once: what is taken never exceeds the paper', async () => {
    const agreementId = await givenAgreement(team, { caseCode, amount: 1_000_00n })
    const tries = await Promise.allSettled(
      Array.from({ length: 50 }, () => receiveBy(team.treasurer, agreementId, 100_00n)),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    expect(await pageOf(agreementId)).toMatchObject({ received: 1_000_00n, held: 1_000_00n })
  })
})

describe('posting', () => {
  test('the reservation falls by the fund’s part and free to commit comes out right', async () => {
    expect(await free()).toBe(20_000_00n)
    const agreementId = await givenHeldPart(team, { caseCode })
    expect(await free()).toBe(20_000_00n)
    await approveBy(team.approver, disbursementId)
    expect(await free()).toBe(16_000_00n)
    await payWith(team.intake, disbursementId, {
      principal: 3_500_00n,
      family: { agreementId, amount: cents(800_00n) },
    })
    expect(await free()).toBe(16_500_00n)
    expect(await pageOf(agreementId)).toMatchObject({ held: 200_00n, posted: 800_00n })

    const forecast = await fundForecast({
      ...{ fundId: team.fundId, fundIds: [team.fundId], language: 'en', timezone, at: new Date() },
    })
    expect(forecast).toMatchObject({
      averageBondCents: 3_500_00n,
      standing: { outOnBondsCents: 3_500_00n, familiesPostedCents: 800_00n, familiesCents: 200_00n },
    })
  })

  test('only what is held for this very case, and no more', async () => {
    const agreementId = await givenHeldPart(team, { caseCode, amount: 300_00n })
    const other = await givenProposal(team)
    await approveBy(team.approver, disbursementId)
    await approveBy(team.approver, other)
    const pay = (id: string, amount: bigint, exposure?: bigint) =>
      payWith(team.intake, id, {
        principal: 1_000_00n,
        family: { agreementId, amount: cents(amount) },
        ...(exposure ? { exposure: cents(exposure) } : {}),
      })
    expect(await refusalOf(pay(other, 1_00n))).toMatchObject({ code: 'family_part_is_of_its_case' })
    expect(await refusalOf(pay(disbursementId, 300_01n))).toMatchObject({
      code: 'family_part_exceeds_what_is_held',
      params: { held: 300_00n },
    })
    expect(await refusalOf(pay(disbursementId, 0n))).toMatchObject({ code: 'family_part_missing' })
    expect(await refusalOf(pay(disbursementId, 300_00n, 1_299_99n))).toMatchObject({
      code: 'exposure_is_at_least_the_deposit',
      params: { deposit: 1_300_00n },
    })
  })
})

describe('back and lost', () => {
  test('written off: the fund’s part is its loss, the family’s is not', async () => {
    const { bondId, agreementId } = await givenCoPaidBond(team)
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await recordDisposition({ staff: team.intake, bondId, knownFrom: 'court_docket' })
    await recordReturn({
      ...{ staff: team.approver, bondId, received: cents(400_00n), interest: cents(0n), reference: 'C' },
      deductions: [],
    })
    await walk(team, bondId, ['stale'])
    await writeOff({ staff: team.approver, bondId, knownFrom: 'court_docket' })
    expect(await pageOf(agreementId ?? '')).toMatchObject({ held: 400_00n, posted: 0n, lost: 600_00n })
    await recover(team.approver, bondId, { received: 1_000_00n })
    expect(await pageOf(agreementId ?? '')).toMatchObject({ held: 1_000_00n, recovered: 600_00n })
    await givenPaidOut(team, agreementId ?? '', 1_000_00n)
    await moveBond({ staff: team.intake, bondId, to: 'closed', knownFrom: 'court_docket' })
  })

  test('a breach that is taken back brings both parts back', async () => {
    const { bondId, agreementId } = await givenCoPaidBond(team, { kind: 'immigration_bond' })
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await walk(team, bondId, ['delivery_demand', 'breach_noticed'])
    await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'ice_notice' })
    expect(await pageOf(agreementId ?? '')).toMatchObject({ lost: 1_000_00n, posted: 0n })
    await walk(team, bondId, ['rescinded'])
    await reinstateBond({ staff: team.approver, bondId, knownFrom: 'ice_notice' })
    expect(await pageOf(agreementId ?? '')).toMatchObject({ lost: 0n, posted: 1_000_00n })
  })
})

describe('paying out', () => {
  test('what was never posted goes back whole: one proposes, another approves, and that one does not pay', async () => {
    const agreementId = await givenHeldPart(team, { caseCode })
    const propose = (amount: bigint) =>
      proposePayout({ staff: team.treasurer, agreementId, amount: cents(amount) })
    expect(await refusalOf(propose(1_000_01n))).toMatchObject({ code: 'payout_stays_within_what_is_held' })
    const { payoutId } = await propose(1_000_00n)
    expect(await refusalOf(propose(1n))).toMatchObject({ params: { held: 0n } })
    expect(await refusalOf(approvePayoutBy(team.treasurer, payoutId))).toMatchObject({
      code: 'payout_approver_is_not_proposer',
    })
    expect(await refusalOf(payPayoutBy(team.intake, payoutId))).toMatchObject({
      code: 'payout_step_not_possible',
    })
    expect(await refusalOf(withdrawPayout({ staff: team.intake, payoutId }))).toMatchObject({
      code: 'payout_is_withdrawn_by_its_proposer',
    })
    await approvePayoutBy(team.approver, payoutId)
    expect(await refusalOf(payPayoutBy(team.approver, payoutId))).toMatchObject({ code: 'role_may_not' })
    await payPayoutBy(team.intake, payoutId)
    expect(await pageOf(agreementId)).toMatchObject({ held: 0n, paidOut: 1_000_00n })
    expect(await free()).toBe(20_000_00n)
  })

  test('it waits for those who may move it, and the list says what is to be given back', async () => {
    const { bondId, agreementId } = await givenCoPaidBond(team, { family: 300_00n })
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await recordDisposition({ staff: team.intake, bondId, knownFrom: 'court_docket' })
    await recordReturn({
      ...{ staff: team.approver, bondId, received: cents(4_300_00n), interest: cents(0n), reference: 'C' },
      deductions: [],
    })
    const waits = async (staff: ActingStaff, roles: Role[]) =>
      inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, async (tx) =>
        (await waitingCopays(tx, { staff, personIn: () => ({ id: staff.id, roles }) })).map(({ act }) => act),
      )
    expect(await waits(team.intake, ['intake'])).toEqual(['propose_copay_payout'])
    const list = () => listCopays({ staff: reader(team.intake, ['intake']) })
    expect(await list()).toMatchObject({ funds: [{ held: 300_00n, posted: 0n, toPayOut: 300_00n }] })
    const { payoutId } = await proposePayout({
      ...{ staff: team.intake, agreementId: agreementId ?? '', amount: cents(300_00n) },
    })
    expect(await waits(team.intake, ['intake'])).toEqual([])
    expect(await waits(team.approver, ['approver'])).toEqual(['approve_copay_payout'])
    await approvePayoutBy(team.approver, payoutId)
    expect(await waits(team.approver, ['approver'])).toEqual([])
    expect(await waits(team.intake, ['intake'])).toEqual(['pay_copay_payout'])
    await withdrawPayout({ staff: team.intake, payoutId })
    expect(await refusalOf(payPayoutBy(team.intake, payoutId))).toMatchObject({
      code: 'payout_step_not_possible',
    })
    expect(await list()).toMatchObject({ funds: [{ toPayOut: 300_00n }] })
  })

  test('no one is forgotten while their family’s money is held', async () => {
    const administrator = await givenActor(team.fundId, ['administrator'])
    const { personId, caseCode: known } = await givenPerson(team.fundId, { name: 'Rosa Quill' })
    await proposedFor(known)
    const agreementId = await givenHeldPart(team, { caseCode: known })
    const erasing = () => erasePerson({ staff: administrator, personId })
    expect(await refusalOf(erasing())).toMatchObject({ code: 'person_has_money_out' })
    await givenPaidOut(team, agreementId, 1_000_00n)
    await erasing()
  })
})

const proposedFor = (code: string) =>
  proposeDisbursement({
    staff: team.intake,
    proposal: {
      ...{ fundId: team.fundId, kind: 'court_bail', purposeCode: 'court_bail', caseCode: code },
      ...{ principalCeiling: cents(1_00n), feesCeiling: cents(0n), payees: ['Clerk'] },
      ...{ venue: 'Court', evidenceNote: '' },
    },
  })

test('the books are in order after all of it', async () => {
  expect(await brokenBooks()).toEqual([])
})
