import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { evidencePack } from '#app/domain/disputes/evidence-pack.server.ts'
import { lookAtDispute } from '#app/domain/disputes/look-at-dispute.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { decideRefundPolicy } from '#app/domain/refund-policies/decide-policy.server.ts'
import { proposeRefundPolicy } from '#app/domain/refund-policies/propose-policy.server.ts'
import { requestsOfPayment } from '#app/domain/refunds/requests-of-payment.server.ts'
import { sendRequest } from '#app/domain/refunds/send-request.server.ts'
import { withdrawRequest } from '#app/domain/refunds/withdraw-request.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { controlOf } from '#tests/support/control.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { askRefund, confirmBy, givenPaidGift, refundByTwo } from '#tests/support/given-refund.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const control = controlOf(world)

let fundId = ''
let treasurer: ActingStaff
let administrator: ActingStaff

beforeAll(async () => {
  await control.post('account', { settleDelayMs: 0 })
  fundId = await givenFund({ slug: 'bail' })
  treasurer = await givenActor(fundId, ['treasurer'])
  administrator = await givenActor(fundId, ['administrator'])
})

const gift = (giftCents: bigint) => givenPaidGift(control, { parts: [{ fundId, giftCents }] })

const standing = async (paymentId: string) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) =>
    (await requestsOfPayment(tx, paymentId)).map(({ state }) => state),
  )

const refundsAt = async (charge: string) =>
  (await stripe().refunds.list({ charge })).data.map(({ amount }) => amount)

test('asked by one, confirmed by another, sent once, booked by the mirror', async () => {
  const { paymentId, charge } = await gift(50_00n)
  const { requestId, needsConfirmation } = await askRefund({
    staff: treasurer,
    paymentId,
    amount: cents(20_00n),
  })
  expect(needsConfirmation).toBe(true)
  expect(await standing(paymentId)).toEqual(['waits'])
  await sendRequest({ requestId })
  expect(await refundsAt(charge)).toEqual([])
  expect(await refusalOf(confirmBy(treasurer, requestId))).toMatchObject({
    code: 'request_is_confirmed_by_another',
  })

  await confirmBy(administrator, requestId)
  expect(await standing(paymentId)).toEqual(['ready'])
  await sendRequest({ requestId })
  expect(await standing(paymentId)).toEqual(['at_stripe'])
  expect(await db().refund.count({ where: { paymentId } })).toBe(0)
  await sendRequest({ requestId })
  expect(await refundsAt(charge)).toEqual([20_00])
  await sweep('fast')
  expect(await standing(paymentId)).toEqual(['booked'])
  expect(await whyRefused(withdrawRequest({ staff: treasurer, requestId }))).toBe('request_is_on_its_way')
  expect(await brokenBooks()).toEqual([])
})

test('what is refused, each by its name, moves nothing', async () => {
  const { paymentId, charge } = await gift(30_00n)
  const ask = (of: Partial<Parameters<typeof askRefund>[0]>) =>
    whyRefused(askRefund({ staff: treasurer, paymentId, amount: cents(10_00n), ...of }))
  expect(await ask({ amount: cents(30_01n) })).toBe('refund_stays_within_the_gift')
  expect(await ask({ amount: cents(0n) })).toBe('refund_stays_within_the_gift')
  expect(await ask({ before: 1n })).toBe('refund_preview_is_old')
  expect(await ask({ staff: await givenActor(fundId, ['approver', 'auditor', 'intake']) })).toBe(
    'role_may_not',
  )
  const elsewhere = await givenFund({ slug: 'elsewhere' })
  expect(await ask({ staff: await givenActor(elsewhere, ['treasurer']) })).toBe('gift_unknown')
  const forAnother = await givenStepUp(
    treasurer.id,
    boundTo.refund({ paymentId, amount: 10_01n, reason: 'donor_asked' }),
  )
  expect(await ask({ stepUpId: forAnother })).toBe('step_up_is_fresh_and_bound')

  const { requestId } = await askRefund({ staff: treasurer, paymentId, amount: cents(10_00n) })
  expect(await ask({})).toBe('one_request_is_under_way')
  await withdrawRequest({ staff: administrator, requestId })
  expect(await whyRefused(confirmBy(administrator, requestId))).toBe('request_is_ended')

  const { id } = await control.post<{ id: string }>('disputes', { charge })
  await lookAtDispute({ disputeId: id })
  expect(await ask({})).toBe('no_refund_of_a_disputed_gift')
  await control.post(`disputes/${id}/close`, { status: 'lost' })
  await sweep('fast')
  await lookAtDispute({ disputeId: id })
  expect(await ask({})).toBe('no_refund_of_a_disputed_gift')
  expect(await refundsAt(charge)).toEqual([])
})

test('a split gift is given back by someone who may in each of its funds', async () => {
  const rides = await givenFund({ slug: 'rides' })
  const { paymentId } = await givenPaidGift(control, {
    parts: [
      { fundId, giftCents: 30_00n },
      { fundId: rides, giftCents: 10_00n },
    ],
  })
  expect(await whyRefused(askRefund({ staff: treasurer, paymentId, amount: cents(1_00n) }))).toBe(
    'role_may_not',
  )
})

test('where nobody else could confirm it, that is said at once', async () => {
  const lonely = await givenFund({ slug: 'lonely' })
  const only = await givenActor(lonely, ['administrator'])
  const { paymentId } = await givenPaidGift(control, { parts: [{ fundId: lonely, giftCents: 5_00n }] })
  expect(await whyRefused(askRefund({ staff: only, paymentId, amount: cents(5_00n) }))).toBe(
    'refund_needs_a_second_person',
  )
})

test('a policy in force lets one person refund a little alone within a day, and sets a last day', async () => {
  const own = await givenFund({ slug: 'small' })
  const one = await givenActor(own, ['treasurer', 'administrator'])
  const two = await givenActor(own, ['administrator'])
  const policy = { fundId: own, alone: 25_00n, days: 30, texts: { en: 'Within 30 days.' } }
  const { policyId } = await proposeRefundPolicy({ staff: one, ...policy })
  expect(await whyRefused(proposeRefundPolicy({ staff: two, ...policy }))).toBe('one_policy_is_proposed')
  const yes = async (staff: ActingStaff) =>
    decideRefundPolicy({
      ...{ staff, fundId: own, policyId, decision: 'confirmed' },
      stepUpId: await givenStepUp(staff.id, boundTo.confirmRefundPolicy(policyId)),
    })
  expect(await whyRefused(yes(one))).toBe('refund_policy_is_confirmed_by_another')
  const give = () => givenPaidGift(control, { parts: [{ fundId: own, giftCents: 40_00n }] })
  const [first, second, early] = [await give(), await give(), await give()]
  expect(await askRefund({ staff: one, paymentId: first.paymentId, amount: cents(10_00n) })).toMatchObject({
    needsConfirmation: true,
  })
  // Stripe dates gifts to the second.
  await delay(1_100)
  await yes(two)
  expect(await whyRefused(yes(two))).toBe('refund_policy_is_decided_once')

  const alone = await askRefund({ staff: one, paymentId: second.paymentId, amount: cents(20_00n) })
  expect(alone.needsConfirmation).toBe(false)
  const third = await give()
  const above = await askRefund({ staff: one, paymentId: third.paymentId, amount: cents(5_01n) })
  expect(above.needsConfirmation).toBe(true)
  const late = new Date(Date.now() + 31 * 86_400_000)
  const fourth = await give()
  expect(
    await asOfTime(late, () =>
      whyRefused(askRefund({ staff: two, paymentId: fourth.paymentId, amount: cents(1_00n) })),
    ),
  ).toBe('refund_is_too_late')

  // What was given before it is bound by nothing that was promised since, and no bank is told so.
  await asOfTime(late, () => askRefund({ staff: two, paymentId: early.paymentId, amount: cents(1_00n) }))
  const told = (paymentId: string) =>
    inTransaction(
      { scope: { kind: 'system' } },
      async (tx) => (await evidencePack(tx, paymentId)).refund_policy_disclosure,
    )
  expect([await told(early.paymentId), await told(fourth.paymentId)]).toEqual([
    '',
    'Bail Fund: Within 30 days.',
  ])
})

test('a bank is told the day of a payment as it was where the organization is', async () => {
  const at = new Date('2026-11-10T02:30:00Z')
  const { paymentId } = await givenCharge({ at, parts: [{ fundId, giftCents: 5_00n }] })
  const pack = await inTransaction({ scope: { kind: 'system' } }, (tx) => evidencePack(tx, paymentId))
  expect(pack.service_date).toBe('2026-11-09')
  expect(pack.access_activity_log).toContain('Nov 9, 2026')
})

test('fifty presses at once are one refund', async () => {
  const { paymentId, charge } = await gift(25_00n)
  const presses = await Promise.allSettled(
    Array.from({ length: 50 }, () => askRefund({ staff: treasurer, paymentId, amount: cents(25_00n) })),
  )
  const asked = presses.flatMap((press) => (press.status === 'fulfilled' ? [press.value.requestId] : []))
  expect(asked).toHaveLength(1)
  const requestId = asked[0] ?? ''
  const yeses = await Promise.allSettled(
    Array.from({ length: 10 }, () => confirmBy(administrator, requestId)),
  )
  expect(yeses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await Promise.allSettled(Array.from({ length: 10 }, () => sendRequest({ requestId })))
  await sendRequest({ requestId })
  expect(await refundsAt(charge)).toEqual([25_00])
  await sweep('fast')
  expect(await standing(paymentId)).toEqual(['booked'])
})

test.each(['after', 'reset', 'before'] as const)(
  'an unknown end (%s) is one refund all the same',
  async (mode) => {
    const { paymentId, charge } = await gift(12_00n)
    const { requestId } = await askRefund({ staff: treasurer, paymentId, amount: cents(12_00n) })
    await confirmBy(administrator, requestId)
    await control.post('fail', { route: 'POST /v1/refunds', mode, times: 3, replayed: false })
    await sendRequest({ requestId }).catch(() => undefined)
    await control.remove('fail')
    expect(['sent', 'at_stripe']).toContain((await standing(paymentId))[0])
    // The mirror may read it before we know of it.
    if (mode === 'reset') await sweep('fast')
    await sendRequest({ requestId })
    await sweep('fast')
    expect(await standing(paymentId)).toEqual(['booked'])
    expect(await refundsAt(charge)).toEqual([12_00])
  },
)

test('an answer that never came is found by the mirror, and a key that is forgotten is never used again', async () => {
  const { paymentId, charge } = await gift(14_00n)
  const { requestId } = await askRefund({ staff: treasurer, paymentId, amount: cents(4_00n) })
  await confirmBy(administrator, requestId)
  await control.post('fail', { route: 'POST /v1/refunds', mode: 'before', times: 3, replayed: false })
  await sendRequest({ requestId }).catch(() => undefined)
  await control.remove('fail')
  const nextDay = new Date(Date.now() + 25 * 3_600_000)
  await asOfTime(nextDay, () => sendRequest({ requestId }))
  expect(await standing(paymentId)).toEqual(['refused'])
  expect(await refundsAt(charge)).toEqual([])

  await refundByTwo(treasurer, administrator, { paymentId, amount: cents(14_00n) })
  expect(await refundsAt(charge)).toEqual([14_00])
})

test('what Stripe refuses ends the request, and administrators hear of it', async () => {
  const { paymentId, charge } = await gift(16_00n)
  const { requestId } = await askRefund({ staff: treasurer, paymentId, amount: cents(16_00n) })
  await confirmBy(administrator, requestId)
  await stripe().refunds.create({ charge, amount: 1_00 })
  await sendRequest({ requestId })
  expect(await standing(paymentId)).toEqual(['refused'])
  const told = await db().mail.findMany({
    where: { dedupeKey: { contains: requestId } },
    select: { dedupeKey: true },
  })
  expect(told.map(({ dedupeKey }) => dedupeKey.split(':')[1]).sort()).toEqual([
    'refund_asked',
    'request_refused',
  ])
  await sweep('fast')
  expect(
    await db().mail.count({ where: { dedupeKey: { startsWith: 'notice:refund_elsewhere' } } }),
  ).toBeGreaterThan(0)
  expect(await brokenBooks()).toEqual([])
})
