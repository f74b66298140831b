import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { lookAtDispute } from '#app/domain/disputes/look-at-dispute.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { proposeRefundPolicy } from '#app/domain/refund-policies/propose-policy.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { db, inTransaction, type Scope, type Tx } from '#app/platform/db.ts'
import { controlOf } from '#tests/support/control.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { askRefund, confirmBy, givenPaidGift } from '#tests/support/given-refund.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const control = controlOf(world)
let fundId = ''
let treasurer: ActingStaff
let administrator: ActingStaff
let intake: ActingStaff
let gift: { paymentId: string; charge: string }

beforeAll(async () => {
  await control.post('account', { settleDelayMs: 0 })
  fundId = await givenFund({ slug: 'bail' })
  treasurer = await givenActor(fundId, ['treasurer'])
  administrator = await givenActor(fundId, ['administrator'])
  intake = await givenActor(fundId, ['intake', 'approver'])
  gift = await givenPaidGift(control, { parts: [{ fundId, giftCents: 50_00n }] })
})

const system: Scope = { kind: 'system' }
const as = <T>(work: (tx: Tx) => Promise<T>, scope: Scope = system) => inTransaction({ scope }, work)

/** A request as someone would write it past the domain. */
const ask = async (of: { by?: ActingStaff; amount?: bigint; paymentId?: string; proof?: string }) => {
  const by = of.by ?? treasurer
  const paymentId = of.paymentId ?? gift.paymentId
  const amount = of.amount ?? 10_00n
  const stepUpId = await givenStepUp(
    by.id,
    of.proof ?? boundTo.refund({ paymentId, amount, reason: 'donor_asked' }),
  )
  return as((tx) =>
    tx.stripeRequest.create({
      data: {
        ...{
          paymentId,
          kind: 'refund',
          amountCents: amount,
          reason: 'donor_asked',
          needsConfirmation: false,
        },
        ...{ askedBy: by.id, stepUpId, occurredAt: new Date() },
      },
      select: { id: true, needsConfirmation: true },
    }),
  )
}

const step = async (requestId: string, kind: string, by?: ActingStaff, proof?: string) => {
  const stepUpId =
    by && proof !== '' ? await givenStepUp(by.id, proof ?? boundTo.confirmRequest(requestId)) : null
  return as((tx) =>
    tx.stripeRequestStep.create({
      data: { requestId, kind, actedBy: by?.id ?? null, stepUpId, occurredAt: new Date() },
    }),
  )
}

test('who asks for a refund, how much, with which proof; and that it needs another is not theirs to say', async () => {
  expect(await brokenRule(ask({ by: intake }))).toBe('request_asker_holds_the_role')
  expect(await brokenRule(ask({ amount: 50_01n }))).toBe('refund_stays_within_the_gift')
  expect(await brokenRule(ask({ amount: -1n }))).toBe('request_amount_is_positive')
  expect(await brokenRule(ask({ proof: 'refund:another' }))).toBe('step_up_is_fresh_and_bound')
  const { id, needsConfirmation } = await ask({})
  expect(needsConfirmation).toBe(true)
  expect(await brokenRule(ask({}))).toBe('one_request_is_under_way')

  expect(await brokenRule(step(id, 'sent'))).toBe('request_is_confirmed_before_it_is_sent')
  expect(await brokenRule(step(id, 'at_stripe'))).toBe('request_is_sent_before_it_is_answered')
  expect(await brokenRule(step(id, 'confirmed', treasurer))).toBe('request_is_confirmed_by_another')
  expect(await brokenRule(step(id, 'confirmed', intake))).toBe('request_asker_holds_the_role')
  expect(await brokenRule(step(id, 'confirmed', administrator, 'confirm_request:another'))).toBe(
    'step_up_is_fresh_and_bound',
  )
  expect(await brokenRule(step(id, 'confirmed'))).not.toBe('')
  await step(id, 'confirmed', administrator)
  await step(id, 'sent')
  expect(await brokenRule(step(id, 'withdrawn', treasurer, ''))).toBe('request_is_on_its_way')
  await step(id, 'refused')
  expect(await brokenRule(step(id, 'at_stripe'))).toBe('request_is_ended')
})

test('a disputed gift is not refunded, and only a dispute that waits is answered', async () => {
  const other = await givenPaidGift(control, { parts: [{ fundId, giftCents: 20_00n }] })
  const { requestId } = await askRefund({
    staff: treasurer,
    paymentId: other.paymentId,
    amount: cents(5_00n),
  })
  const { id } = await control.post<{ id: string }>('disputes', { charge: other.charge })
  await lookAtDispute({ disputeId: id })
  expect(await brokenRule(confirmBy(administrator, requestId))).toBe('no_refund_of_a_disputed_gift')
  const answer = (disputeId: string, paymentId: string) =>
    as((tx) =>
      tx.stripeRequest.create({
        data: {
          ...{ paymentId, kind: 'evidence', disputeId, evidence: { uncategorized_text: 'x' } },
          ...{ needsConfirmation: false, askedBy: treasurer.id, occurredAt: new Date() },
        },
      }),
    )
  expect(await brokenRule(answer(id, gift.paymentId))).toBe('dispute_awaits_an_answer')
  await control.post(`disputes/${id}/close`, { status: 'won' })
  await lookAtDispute({ disputeId: id })
  expect(await brokenRule(answer(id, other.paymentId))).toBe('dispute_awaits_an_answer')
})

test('a policy is in force by two administrators, and a correction replaces the last receipt', async () => {
  const { policyId } = await proposeRefundPolicy({
    ...{ staff: administrator, fundId, alone: 5_000_00n, days: null, texts: { en: 'Write to us.' } },
  })
  const decide = async (by: ActingStaff) => {
    const stepUpId = await givenStepUp(by.id, boundTo.confirmRefundPolicy(policyId))
    return as((tx) =>
      tx.refundPolicyDecision.create({
        data: { policyId, decision: 'confirmed', decidedBy: by.id, stepUpId, occurredAt: new Date() },
      }),
    )
  }
  expect(await brokenRule(decide(administrator))).toBe('refund_policy_is_confirmed_by_another')
  expect(await brokenRule(decide(treasurer))).toBe('refund_policy_is_the_administrators')
  const correction = (replaces: bigint, totalCents: bigint) =>
    as((tx) => tx.receiptCorrection.create({ data: { paymentId: gift.paymentId, replaces, totalCents } }))
  expect(await brokenRule(correction(1n, 0n))).toBe('correction_replaces_the_last_receipt')
  expect(await brokenRule(correction(1n, 5n))).not.toBe('')
  const nobodyAsked = as((tx) =>
    tx.giftAnswer.create({
      data: {
        ...{
          question: 'refund_failed',
          subjectId: 're_1',
          paymentId: gift.paymentId,
          answer: 'donor_reached',
        },
        ...{ answeredBy: treasurer.id, occurredAt: new Date() },
      },
    }),
  )
  expect(await brokenRule(nobodyAsked)).toBe('gift_question_was_asked')
})

test('nothing of it is rewritten, by the app or by the owner', async () => {
  const history = [
    ...['refund_policy', 'refund_policy_text', 'refund_policy_decision', 'stripe_request'],
    ...['stripe_request_step', 'gift_answer', 'receipt_correction'],
  ]
  for (const table of history) {
    await expect(db().$executeRawUnsafe(`delete from ${table}`)).rejects.toThrow(/permission denied/)
    await expect(
      asOwner(world.ownerUrl, null, (owner) => owner.query(`truncate ${table} cascade`)),
    ).rejects.toThrow(/refunds_are_append_only/)
  }
})

test('another fund’s people see and write none of it', async () => {
  const elsewhere = await givenFund({ slug: 'elsewhere' })
  const scope: Scope = { kind: 'staff', fundIds: [elsewhere] }
  expect(await as((tx) => tx.stripeRequest.count(), scope)).toBe(0)
  expect(await as((tx) => tx.stripeRequestStep.count(), scope)).toBe(0)
  expect(await as((tx) => tx.stripeRequest.count(), { kind: 'staff', fundIds: [fundId] })).toBeGreaterThan(0)
  const foreign = as(
    (tx) =>
      tx.refundPolicy.create({
        data: {
          id: randomUUID(),
          fundId,
          aloneCents: 1n,
          proposedBy: administrator.id,
          occurredAt: new Date(),
        },
      }),
    scope,
  )
  await expect(foreign).rejects.toThrow(/row-level security/)
})
