import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withdrawAdvance } from '#app/domain/cash/withdraw-advance.server.ts'
import { proposePayout } from '#app/domain/copays/propose-payout.server.ts'
import { withdrawPayout } from '#app/domain/copays/withdraw-payout.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { cancelEnvelope } from '#app/domain/envelopes/cancel-envelope.server.ts'
import { rejectEnvelope } from '#app/domain/envelopes/reject-envelope.server.ts'
import { rejectExpense } from '#app/domain/expenses/reject-expense.server.ts'
import { decideLimits } from '#app/domain/funds/decide-limits.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { endPathway } from '#app/domain/pathways/end-pathway.server.ts'
import { openPathway } from '#app/domain/pathways/open-pathway.server.ts'
import { recordPathwayStep } from '#app/domain/pathways/record-pathway-step.server.ts'
import { withdrawRemittance } from '#app/domain/remittances/withdraw-remittance.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { fifty } from '#tests/support/fifty.ts'
import { confirmBy as confirmAdvanceBy, signOut } from '#tests/support/given-advance.ts'
import { approvePayoutBy, caseOf, givenHeldPart, payPayoutBy } from '#tests/support/given-copay.ts'
import { givenActor, givenProposal } from '#tests/support/given-disbursement.ts'
import {
  confirmBy as confirmDrawBy,
  drawBy,
  givenEnvelope,
  givenProposedEnvelope,
  onFriday,
  onSaturday,
  yesTo,
} from '#tests/support/given-envelope.ts'
import { approveClaim, givenClaim, givenOwed, settleClaims } from '#tests/support/given-expense.ts'
import { confirmBy as confirmLimitsBy, proposeBy } from '#tests/support/given-limits.ts'
import { givenDueBond } from '#tests/support/given-loss.ts'
import { givenRemittance, place } from '#tests/support/given-remittance.ts'
import { givenIntakeTeam, givenRequest, type IntakeTeam, walk } from '#tests/support/given-request.ts'
import { closeRemittance } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

/* Where two people may end one thing in two ways, fifty presses of both end it in one. */

await useWorld()

let team: IntakeTeam
let ben: ActingStaff
beforeAll(async () => {
  team = await givenIntakeTeam()
  ben = await givenActor(team.fundId, ['administrator'])
})
afterAll(async () => expect(await brokenBooks()).toEqual([]))

/** Both in turn, fifty in all. */
const both = (one: () => Promise<unknown>, other: () => Promise<unknown>) =>
  fifty((number) => (number % 2 ? one() : other()))

const read = <T>(work: Parameters<typeof inTransaction<T>>[1]) =>
  inTransaction({ scope: { kind: 'system' } }, work)

describe('an expense', () => {
  test('is approved or rejected, and a bill is settled once', async () => {
    const claimId = await givenClaim(team)
    const reject = () => rejectExpense({ staff: team.treasurer, claimId, reason: 'not_now' })
    expect(await both(() => approveClaim(team.approver, claimId), reject)).toBe(1)

    const owed = await givenOwed(team, { kind: 'card' })
    expect(await fifty(() => settleClaims(team.treasurer, [owed]))).toBe(1)
  })
})

describe('a night', () => {
  test('is approved or rejected', async () => {
    const envelopeId = await givenProposedEnvelope(team, { total: 500_00n, cap: 500_00n })
    const reject = () => rejectEnvelope({ staff: team.approver, envelopeId, reason: 'not_now' })
    expect(await onFriday(() => both(() => yesTo(envelopeId, team.approver), reject))).toBe(1)
  })

  test('is cancelled once, and what was drawn is confirmed once', async () => {
    const envelopeId = await givenEnvelope(team, { total: 500_00n, cap: 500_00n })
    await onSaturday(async () => {
      const { disbursementId } = await drawBy(team.intake, envelopeId, { principal: 300_00n })
      expect(await fifty(() => confirmDrawBy(team.treasurer, disbursementId))).toBe(1)
      const cancel = () => cancelEnvelope({ staff: team.treasurer, envelopeId, reason: 'stop_now' })
      expect(await fifty(cancel)).toBe(1)
    })
  })
})

describe('a family’s part', () => {
  test('is proposed once to be paid out, and then paid or withdrawn', async () => {
    const caseCode = await caseOf(await givenProposal(team))
    const agreementId = await givenHeldPart(team, { caseCode, amount: 400_00n })
    const propose = () => proposePayout({ staff: team.intake, agreementId, amount: cents(400_00n) })
    expect(await fifty(propose)).toBe(1)
    const { id: payoutId } = await read((tx) => tx.copayPayout.findFirstOrThrow({ where: { agreementId } }))
    expect(await fifty(() => approvePayoutBy(team.approver, payoutId))).toBe(1)
    const withdraw = () => withdrawPayout({ staff: team.intake, payoutId })
    expect(await both(() => payPayoutBy(team.treasurer, payoutId), withdraw)).toBe(1)
  })
})

test('an advance goes out or is taken back', async () => {
  const advanceId = await signOut(team, { amount: 100_00n })
  const withdraw = () => withdrawAdvance({ staff: team.treasurer, advanceId })
  expect(await both(() => confirmAdvanceBy(team.approver, advanceId), withdraw)).toBe(1)
})

test('a remittance is closed or withdrawn', async () => {
  const bondId = await givenDueBond(team, { principal: 300_00n })
  const remittanceId = await givenRemittance(team.intake, { total: 300_00n })
  await place(team.intake, remittanceId, bondId, { received: 300_00n })
  const withdraw = () => withdrawRemittance({ staff: team.intake, remittanceId })
  expect(await both(() => closeRemittance({ staff: team.approver, remittanceId }), withdraw)).toBe(1)
  const returns = await read((tx) => tx.bondReturn.count({ where: { bondId } }))
  const { state } = await read((tx) => tx.bond.findUniqueOrThrow({ where: { id: bondId } }))
  expect([
    [0, 'refund_due'],
    [1, 'closed'],
  ]).toContainEqual([returns, state])
})

test('new limits hold or are withdrawn', async () => {
  const { fundId, administrator } = team
  const limitsId = await proposeBy(administrator, fundId, { expiryHours: 48 })
  const withdraw = () => decideLimits({ staff: administrator, fundId, limitsId, outcome: 'withdrawn' })
  expect(await both(() => confirmLimitsBy(ben, fundId, limitsId), withdraw)).toBe(1)
})

test('another way home is opened once, each step is done once, and it ends once', async () => {
  const requestId = await givenRequest(team.fundId)
  await walk(team, requestId, 'screening', 'no_bond_available')
  const of = { staff: team.intake, requestId }
  expect(await fifty(() => openPathway({ ...of, kind: 'parole' }))).toBe(1)
  const { id: pathwayId } = await read((tx) => tx.requestPathway.findFirstOrThrow({ where: { requestId } }))
  expect(await fifty(() => recordPathwayStep({ ...of, pathwayId, step: 'lawyer_found' }))).toBe(1)
  const end = (outcome: 'released' | 'given_up') => () => endPathway({ ...of, pathwayId, outcome })
  expect(await both(end('released'), end('given_up'))).toBe(1)
})
