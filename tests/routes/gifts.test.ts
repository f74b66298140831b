import { beforeAll, describe, expect, test } from 'vitest'
import { lookAtDispute } from '#app/domain/disputes/look-at-dispute.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import * as disputes from '#app/routes/admin.disputes._index.tsx'
import * as dispute from '#app/routes/admin.disputes.$disputeId/route.tsx'
import * as refundPolicy from '#app/routes/admin.funds.$fundId_.refunds/route.tsx'
import * as gifts from '#app/routes/admin.gifts._index/route.tsx'
import * as giftRoute from '#app/routes/admin.gifts.$paymentId/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { controlOf } from '#tests/support/control.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenPaidGift } from '#tests/support/given-refund.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

const world = await useWorld()
const control = controlOf(world)
let fundId = ''
let gift: { paymentId: string; charge: string }

beforeAll(async () => {
  await control.post('account', { settleDelayMs: 0 })
  fundId = await givenFund({ slug: 'bail' })
  gift = await givenPaidGift(control, {
    parts: [{ fundId, giftCents: 50_00n }],
    ...{ email: 'kim@donor.example', name: '=HYPERLINK("x")' },
  })
})

async function member(roles: Role[], fund = fundId) {
  const { id } = await givenActor(fund, roles)
  const { code } = await givenTotp(id)
  const who = await signedIn(id)
  return { ...who, id, code }
}

const of = (paymentId = gift.paymentId) => ({ params: { paymentId } })
const requests = () => inTransaction({ scope: { kind: 'system' } }, (tx) => tx.stripeRequest.count())

test('who is let in, and to which gifts', async () => {
  expect((await visitor().get(gifts)).status).toBe(302)
  expect((await visitor().post(giftRoute, {}, of())).status).toBe(302)
  const [intake, auditor] = [await member(['intake']), await member(['auditor'])]
  expect((await intake.get(gifts)).status).toBe(403)
  expect((await auditor.get(gifts)).status).toBe(200)
  expect((await auditor.get(giftRoute, of())).status).toBe(200)
  expect((await auditor.post(giftRoute, { intent: 'reveal' }, of())).status).toBe(403)
  const elsewhere = await givenFund({ slug: 'elsewhere' })
  const stranger = await member(['treasurer'], elsewhere)
  expect((await stranger.get(giftRoute, of())).status).toBe(404)
  expect((await stranger.post(giftRoute, { intent: 'reveal' }, of())).status).toBe(404)
  expect(((await stranger.get(gifts)).data as { rows: object[] }).rows).toEqual([])
  expect((await auditor.get(giftRoute, of('x'))).status).toBe(404)
})

test('a gift is found by everything that someone who calls can tell, and its address stays masked', async () => {
  const { get, post } = await member(['treasurer'])
  const { receiptNumber, occurredAt } = await db().payment.findUniqueOrThrow({
    where: { id: gift.paymentId },
  })
  const found = async (q: string) => {
    const { data } = await post(gifts, { q })
    return (data as { found: { rows: { id: string; email: string }[] } }).found.rows.map(({ id }) => id)
  }
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago' }).format(occurredAt)
  for (const q of ['KIM@donor.example', String(receiptNumber), '$50', '٥٠', '4242', day, gift.charge])
    expect([q, await found(q)]).toEqual([q, [gift.paymentId]])
  for (const q of ['kim@donor', '1e3', "' or 1=1 --", '%', '2026-02-31', '9'.repeat(250)])
    expect([q, await found(q)]).toEqual([q, []])
  for (const q of ['', '\u202Ex']) expect((await post(gifts, { q })).status).toBe(422)
  expect((await post(gifts, { q: 'x', other: 'y' })).status).toBe(422)
  const list = JSON.stringify((await get(gifts)).data, (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  expect(list).toContain('k•••@donor.example')
  expect(list).not.toContain('kim@')
})

test('an address is shown when asked for, and who looked is kept', async () => {
  const treasurer = await member(['treasurer'])
  const { data } = await treasurer.post(giftRoute, { intent: 'reveal' }, of())
  expect(data).toMatchObject({ revealed: 'kim@donor.example' })
  const looks = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.auditEvent.findMany({ where: { action: 'donor.address_revealed' } }),
  )
  expect(looks).toMatchObject([{ actorId: treasurer.id, subjectId: gift.paymentId, detail: {} }])
})

describe('a refund', () => {
  const preview = (amount: string, reason = 'donor_asked') => ({
    ...of(),
    search: `?${new URLSearchParams({ amount, reason })}`,
  })

  test('is shown by fund before it is asked for, and bad figures keep what was typed', async () => {
    const { get } = await member(['treasurer'])
    expect((await get(giftRoute, preview('12.50'))).data).toMatchObject({
      preview: { amountCents: 12_50n, parts: [{ giftCents: 12_50n, feeCoverCents: 0n }] },
    })
    for (const amount of ['1e3', '-5', '0.001', '0', '', '1,00', '<b>', '9'.repeat(30)])
      expect((await get(giftRoute, preview(amount))).data).toMatchObject({
        ...{ preview: null, wanted: { values: { amount } } },
      })
    expect((await get(giftRoute, preview('٢٥'))).data).toMatchObject({ preview: { amountCents: 25_00n } })
    expect((await get(giftRoute, preview('5', 'because'))).data).toMatchObject({ preview: null })
    const errors = { amount: 'refund_stays_within_the_gift' }
    expect((await get(giftRoute, preview('50.01'))).data).toMatchObject({
      ...{
        preview: null,
        wanted: { values: { amount: '50.01' }, errors, refusal: { params: { left: 50_00n } } },
      },
    })
  })

  test('is asked for with a proof, by one, and confirmed by another', async () => {
    const [one, two] = [await member(['treasurer']), await member(['administrator'])]
    const form = { intent: 'refund', amount: '20', reason: 'donor_asked', before: '0' }
    expect((await one.post(giftRoute, form, of())).status).toBe(409)
    expect((await one.post(giftRoute, { ...form, code: '000000' }, of())).status).toBe(409)
    for (const amount of ['1e3', '-5', '0.001', '0'])
      expect((await one.post(giftRoute, { ...form, amount, code: one.code() }, of())).status).toBe(422)
    expect((await one.post(giftRoute, { ...form, extra: 'x' }, of())).status).toBe(422)
    expect(await requests()).toBe(0)

    expect(await one.post(giftRoute, { ...form, code: one.code() }, of())).toMatchObject({
      ...{ status: 302, location: `/admin/gifts/${gift.paymentId}` },
    })
    const { id: requestId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.stripeRequest.findFirstOrThrow(),
    )
    const confirm = { intent: 'confirm', requestId }
    const other = await givenPaidGift(control, { parts: [{ fundId, giftCents: 9_00n }] })
    expect((await two.post(giftRoute, { ...confirm, code: two.code() }, of(other.paymentId))).status).toBe(
      404,
    )
    expect((await two.post(giftRoute, { ...confirm, code: two.code() }, of())).status).toBe(302)
    expect((await two.get(giftRoute, of())).data).toMatchObject({ page: { requests: [{ state: 'ready' }] } })
    expect((await one.post(giftRoute, { intent: 'withdraw', requestId }, of())).status).toBe(409)
  })
})

test('a dispute is listed by its last day, answered with what is ticked, and never with anyone held', async () => {
  const paid = await givenPaidGift(control, { parts: [{ fundId, giftCents: 15_00n }], name: 'Lou Example' })
  const { id: disputeId } = await control.post<{ id: string }>('disputes', { charge: paid.charge })
  await lookAtDispute({ disputeId })
  const treasurer = await member(['treasurer'])
  const auditor = await member(['auditor'])
  const at = { params: { disputeId } }
  expect((await auditor.get(disputes)).data).toMatchObject({
    open: [{ id: disputeId, donorName: 'Lou Example' }],
  })
  expect((await auditor.get(dispute, at)).data).toMatchObject({ page: { pack: null, mayAnswer: false } })
  expect((await auditor.post(dispute, {}, at)).status).toBe(403)
  expect((await treasurer.get(dispute, { params: { disputeId: 'du_none' } })).status).toBe(404)
  const { data } = await treasurer.get(dispute, at)
  const { pack } = (data as { page: { pack: Record<string, string> } }).page
  expect(pack.product_description).toContain('To pay bail for people in Larkspur County.')
  expect(pack.access_activity_log).toContain('LARKSPUR FREEDOM')

  const answer = { intent: 'prepare', send: 'uncategorized_text' }
  for (const text of ['A123456789', 'Case K7QM-4TXR', 'Held at Cook County Jail'])
    expect((await treasurer.post(dispute, { ...answer, uncategorized_text: text }, at)).data).toMatchObject({
      errors: { uncategorized_text: 'evidence_names_no_one_held' },
      values: { uncategorized_text: text },
    })
  expect((await treasurer.post(dispute, { intent: 'prepare' }, at)).status).toBe(422)
  expect((await treasurer.post(dispute, { ...answer, send: 'customer_signature' }, at)).status).toBe(422)
  expect(
    (await treasurer.post(dispute, { ...answer, uncategorized_text: 'x'.repeat(20_001) }, at)).status,
  ).toBe(422)
  expect(pack.customer_email_address).toBe('r•••@donor.example')
  const sent = { ...answer, uncategorized_text: 'They gave on purpose.', customer_name: 'not ticked' }
  expect((await treasurer.post(dispute, sent, at)).status).toBe(303)
  const kept = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.stripeRequest.findFirstOrThrow({ where: { disputeId } }),
  )
  expect(kept.evidence).toEqual({ uncategorized_text: 'They gave on purpose.' })
})

test('a refund policy is proposed and put in force by two administrators', async () => {
  const [one, two] = [await member(['administrator']), await member(['administrator'])]
  const at = { params: { fundId } }
  const form = { intent: 'propose', alone: '25', days: '90', text_en: 'Within 90 days.' }
  const texts = { text_es: '', text_ar: '', text_vi: '', text_zh: '' }
  for (const wrong of [{ alone: '1e3' }, { alone: '-5' }, { days: '0' }, { days: '9999' }, { text_en: '' }])
    expect((await one.post(refundPolicy, { ...form, ...texts, ...wrong }, at)).status).toBe(422)
  expect((await one.post(refundPolicy, { ...form, ...texts }, at)).status).toBe(303)
  const { id: policyId } = await db().refundPolicy.findFirstOrThrow()
  const confirm = { intent: 'confirm', policyId }
  expect((await one.post(refundPolicy, { ...confirm, code: one.code() }, at)).status).toBe(409)
  expect((await two.post(refundPolicy, { ...confirm, code: two.code() }, at)).status).toBe(302)
  const treasurer = await member(['treasurer'])
  expect((await treasurer.post(refundPolicy, form, at)).status).toBe(403)
  expect((await treasurer.get(refundPolicy, at)).data).toMatchObject({
    policies: { inForce: { aloneCents: 25_00n, days: 90, texts: { en: 'Within 90 days.' } } },
  })
})
