import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { acceptDispute } from '#app/domain/disputes/accept-dispute.server.ts'
import { prepareEvidence } from '#app/domain/disputes/prepare-evidence.server.ts'
import { receiptsOfDonor } from '#app/domain/donor-area/documents/receipts-of-donor.server.ts'
import { sendReceiptAgain } from '#app/domain/donor-area/documents/send-receipt-again.server.ts'
import { happeningsOf } from '#app/domain/gifts/gift-happenings.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { openReceipt } from '#app/domain/receipts/open-receipt.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { askRefund, confirmBy } from '#tests/support/given-refund.ts'
import { layOut, ledgerTable } from '#tests/support/ledger-table.ts'
import { hasPoppler, readPdf } from '#tests/support/pdf-text.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const { give, settled, control } = await useRunning(world)
let told = 1
let treasurer: ActingStaff
let administrator: ActingStaff

beforeAll(async () => {
  const fundId = await givenFund({ slug: 'bail' })
  treasurer = await givenActor(fundId, ['treasurer'])
  administrator = await givenActor(fundId, ['administrator'])
  await control.post('account', { disputeFee: 1500 })
})

async function newRows(): Promise<string> {
  await settled()
  const lines = (await ledgerTable(world)).split('\n')
  const gained = [lines[0] ?? '', ...lines.slice(told)]
  told = lines.length
  expect(await brokenBooks()).toEqual([])
  return layOut(gained.map((line) => line.split(/ {2,}/)))
}

async function paid(amount: string, coverFee = false) {
  const { charge = '' } = await give({ slug: 'bail', amount, coverFee })
  await newRows()
  const { id: paymentId } = await db().payment.findUniqueOrThrow({ where: { chargeId: charge } })
  return { charge, paymentId }
}

async function refundByTwo(paymentId: string, amount: bigint): Promise<void> {
  const { requestId } = await askRefund({ staff: treasurer, paymentId, amount: cents(amount) })
  await confirmBy(administrator, requestId)
}

/** What the giver was told of a dispute, and how many of the staff of each outcome. */
const toldOf = async (disputeId: string) => {
  const notices = await db().mail.findMany({ where: { dedupeKey: { startsWith: 'notice:dispute_' } } })
  const giver = await db().mail.findUnique({ where: { dedupeKey: `dispute-lost:${disputeId}` } })
  const props = giver?.props as Record<string, string> | undefined
  return {
    giver: props ? { taken: props.amountCents, left: props.remainingCents } : null,
    staff: notices
      .filter(({ dedupeKey }) => dedupeKey.includes(disputeId))
      .map(({ dedupeKey }) => dedupeKey.split(':')[1])
      .sort(),
  }
}

const receiptsOf = async (paymentId: string) => {
  const corrected = await db().receiptCorrection.findMany({
    where: { paymentId },
    orderBy: { number: 'asc' },
  })
  return corrected.map(({ totalCents, mailId }) => `${totalCents}${mailId ? ' mailed' : ''}`)
}

test('given back in two parts, with fee cover: each part by share, and each time a receipt that replaces the last', async () => {
  const { paymentId } = await paid('100', true)
  await refundByTwo(paymentId, 25_00n)
  expect(await newRows()).toMatchInlineSnapshot(`
    "code              debit      credit  amount
    refund            gifts      stripe  $24.38
    refund_fee_cover  fee_cover  stripe   $0.62"
  `)
  await refundByTwo(paymentId, 77_56n)
  expect(await newRows()).toMatchInlineSnapshot(`
    "code              debit      credit  amount
    refund            gifts      stripe  $75.62
    refund_fee_cover  fee_cover  stripe   $1.94"
  `)
  expect(await receiptsOf(paymentId)).toEqual(['7756 mailed', '0'])
  const corrections = await db().receiptCorrection.findMany({
    where: { paymentId },
    orderBy: { number: 'asc' },
  })
  const { receiptNumber } = await db().payment.findUniqueOrThrow({ where: { id: paymentId } })
  expect(corrections.map(({ replaces }) => replaces)).toEqual([receiptNumber, corrections[0]?.number])
  const mail = await db().mail.findUniqueOrThrow({ where: { id: corrections[0]?.mailId ?? '' } })
  expect(mail.props).toMatchObject({ replaces: String(receiptNumber), totalCents: '7756' })

  const { donorId } = await db().payment.findUniqueOrThrow({ where: { id: paymentId } })
  const number = corrections[0]?.number ?? 0n
  const { receipts } = await receiptsOfDonor({ donorId, before: null })
  expect(receipts.map((one) => [one.number, one.totalCents, one.replacedBy])).toEqual([
    [number, 77_56n, 'none'],
    [receiptNumber, 102_56n, number],
  ])
  const paper = await openReceipt({ number, language: 'en', donorId })
  if (!paper) throw new Error('a correction has a paper')
  const { text } = hasPoppler ? await readPdf(paper.pdf) : { text: null }
  for (const said of [`replaces receipt ${receiptNumber}`, '$77.56', String(number)])
    if (text !== null) expect(text).toContain(said)
  await sendReceiptAgain({ donorId, number })
  const again = await db().mail.findFirstOrThrow({
    where: { dedupeKey: { startsWith: `receipt-again:${number}:` } },
  })
  expect(again.props).toEqual(mail.props)
  for (const unknown of [corrections[1]?.number ?? 0n, number + 1_000n])
    expect(await openReceipt({ number: unknown, language: 'en', donorId })).toBeNull()
})

test('after the money was paid out: the fund stands below zero at Stripe, and a refund that came back counts again', async () => {
  const { paymentId } = await paid('40')
  await control.post('payouts', { everything: true })
  await newRows()
  await refundByTwo(paymentId, 40_00n)
  expect(await newRows()).toMatchInlineSnapshot(`
    "code    debit  credit  amount
    refund  gifts  stripe  $40.00"
  `)
  const [fund] = await db().$queryRaw<{ cents: bigint }[]>`
    select balance_cents as cents from account_balance a join fund f on f.id = a.fund_id where f.slug = 'bail' and a.code = 'stripe'`
  expect(fund?.cents).toBeLessThan(0n)

  const { id } = await db().refund.findFirstOrThrow({ where: { paymentId } })
  await control.post(`refunds/${id}/fail`)
  expect(await newRows()).toMatchInlineSnapshot(`
    "code           debit   credit  amount
    refund_failed  stripe  gifts   $40.00"
  `)
  expect(await receiptsOf(paymentId)).toEqual(['0', '4000 mailed'])
  expect(await db().mail.count({ where: { dedupeKey: { startsWith: `notice:refund_failed:${id}` } } })).toBe(
    1,
  )
})

test('made at Stripe and not here: booked all the same, and administrators are told', async () => {
  const { paymentId, charge } = await paid('30')
  const { id } = await stripe().refunds.create({ charge, amount: 10_00 })
  expect(await newRows()).toMatchInlineSnapshot(`
    "code    debit  credit  amount
    refund  gifts  stripe  $10.00"
  `)
  expect(
    await db().mail.count({ where: { dedupeKey: { startsWith: `notice:refund_elsewhere:${id}` } } }),
  ).toBe(1)
  expect(await receiptsOf(paymentId)).toEqual(['2000 mailed'])
})

test('refunded in part, then disputed and lost for the rest', async () => {
  const { paymentId, charge } = await paid('60')
  await refundByTwo(paymentId, 20_00n)
  expect(await newRows()).toMatchInlineSnapshot(`
    "code    debit  credit  amount
    refund  gifts  stripe  $20.00"
  `)
  const { id } = await control.post<{ id: string }>('disputes', { charge })
  expect(await newRows()).toMatchInlineSnapshot(`
    "code            debit            credit  amount
    dispute         dispute_losses   stripe  $40.00
    processing_fee  processing_fees  stripe  $15.00"
  `)
  await control.post(`disputes/${id}/close`, { status: 'lost' })
  expect(await newRows()).toBe('code  debit  credit  amount')
  expect(await receiptsOf(paymentId)).toEqual(['4000 mailed', '0'])
  expect(await toldOf(id)).toEqual({
    giver: { taken: '4000', left: '0' },
    staff: ['dispute_lost', 'dispute_opened'],
  })
  const page = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    happeningsOf(tx, { paymentId, chargeId: charge }),
  )
  expect(page.mails.map(({ message }) => message)).toEqual([
    'receipt',
    'refund-notice',
    'receipt',
    'dispute-notice',
  ])
})

test('lost for a part: the giver is told what is left of their gift', async () => {
  const { paymentId, charge } = await paid('50')
  const { id } = await control.post<{ id: string }>('disputes', { charge, amount: 20_00 })
  await control.post(`disputes/${id}/close`, { status: 'lost' })
  await newRows()
  expect((await toldOf(id)).giver).toEqual({ taken: '2000', left: '3000' })
  expect(await receiptsOf(paymentId)).toEqual(['3000 mailed'])
})

test('lost, then given back all the same: the books, the receipt and the case say won', async () => {
  const { paymentId, charge } = await paid('70')
  const { id } = await control.post<{ id: string }>('disputes', { charge })
  await control.post(`disputes/${id}/close`, { status: 'lost' })
  expect(await newRows()).toMatchInlineSnapshot(`
    "code            debit            credit  amount
    dispute         dispute_losses   stripe  $70.00
    processing_fee  processing_fees  stripe  $15.00"
  `)
  expect(await receiptsOf(paymentId)).toEqual(['0'])
  await control.post(`disputes/${id}/close`, { status: 'won' })
  expect(await newRows()).toMatchInlineSnapshot(`
    "code         debit   credit          amount
    dispute_won  stripe  dispute_losses  $70.00"
  `)
  expect(await receiptsOf(paymentId)).toEqual(['0', '7000 mailed'])
  expect(await db().dispute.findUnique({ where: { id } })).toMatchObject({ state: 'won' })
  expect(await db().disputeCase.findUnique({ where: { id } })).toMatchObject({ status: 'won' })
  expect((await toldOf(id)).staff).toEqual(['dispute_lost', 'dispute_opened', 'dispute_won'])
  // An old word of the loss changes nothing any more.
  await control.post('webhooks/replay', { type: 'charge.dispute.closed' })
  expect(await newRows()).toBe('code  debit  credit  amount')
  expect(await db().dispute.findUnique({ where: { id } })).toMatchObject({ state: 'won' })
  expect(await receiptsOf(paymentId)).toEqual(['0', '7000 mailed'])
})

test('disputed, so a refund is refused; answered and won; then refunded', async () => {
  const { paymentId, charge } = await paid('80')
  const { id } = await control.post<{ id: string }>('disputes', { charge })
  expect(await newRows()).toMatchInlineSnapshot(`
    "code            debit            credit  amount
    dispute         dispute_losses   stripe  $80.00
    processing_fee  processing_fees  stripe  $15.00"
  `)
  expect(await whyRefused(askRefund({ staff: treasurer, paymentId, amount: cents(80_00n) }))).toBe(
    'no_refund_of_a_disputed_gift',
  )
  const { requestId } = await prepareEvidence({
    ...{ staff: treasurer, disputeId: id },
    evidence: { product_description: 'A single gift of $80.00.' },
  })
  await confirmBy(treasurer, requestId)
  await settled()
  expect(await db().disputeCase.findUnique({ where: { id } })).toMatchObject({
    ...{ status: 'under_review', evidenceCount: 1 },
  })
  await control.post(`disputes/${id}/close`, { status: 'won' })
  expect(await newRows()).toMatchInlineSnapshot(`
    "code         debit   credit          amount
    dispute_won  stripe  dispute_losses  $80.00"
  `)
  expect(await toldOf(id)).toEqual({ giver: null, staff: ['dispute_opened', 'dispute_won'] })
  await refundByTwo(paymentId, 80_00n)
  expect(await newRows()).toMatchInlineSnapshot(`
    "code    debit  credit  amount
    refund  gifts  stripe  $80.00"
  `)
})

test('a loss is accepted by two, for good', async () => {
  const { charge, paymentId } = await paid('50')
  const { id } = await control.post<{ id: string }>('disputes', { charge })
  await settled()
  const stepUpId = await givenStepUp(treasurer.id, boundTo.acceptDispute({ disputeId: id, amount: 50_00n }))
  const { requestId } = await acceptDispute({ staff: treasurer, disputeId: id, stepUpId })
  expect(await whyRefused(confirmBy(treasurer, requestId))).toBe('request_is_confirmed_by_another')
  expect(
    await whyRefused(
      prepareEvidence({ staff: treasurer, disputeId: id, evidence: { uncategorized_text: 'x' } }),
    ),
  ).toBe('one_request_is_under_way')
  await confirmBy(administrator, requestId)
  expect(await newRows()).toMatchInlineSnapshot(`
    "code            debit            credit  amount
    dispute         dispute_losses   stripe  $50.00
    processing_fee  processing_fees  stripe  $15.00"
  `)
  expect(await db().dispute.findUnique({ where: { id } })).toMatchObject({ state: 'lost' })
  expect(await receiptsOf(paymentId)).toEqual(['0'])
})
