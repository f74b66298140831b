import { beforeEach, expect, test } from 'vitest'
import { giftsOfDonor } from '#app/domain/donor-area/gifts/gifts-of-donor.server.ts'
import { markPrinted } from '#app/domain/offline-gifts/mark-printed.server.ts'
import { offlineGiftPage } from '#app/domain/offline-gifts/offline-gift-page.server.ts'
import { correctReceipt } from '#app/domain/receipts/correct-receipt.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { openReceipt } from '#app/domain/receipts/open-receipt.server.ts'
import { printPaper } from '#app/domain/receipts/print-paper.server.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { db } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import {
  askBack,
  close,
  confirmBack,
  type Desk,
  enter,
  givenBatch,
  givenCheck,
  givenDesk,
  readerOf,
  waitsFor,
} from '#tests/support/given-offline.ts'
import { today } from '#tests/support/given-remittance.ts'
import { hasPoppler, readPdf } from '#tests/support/pdf-text.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const timezone = 'America/Chicago'
let desk: Desk
beforeEach(async () => {
  desk = await givenDesk()
})

const back = (paymentId: string, ...parts: [fundId: string, amount: bigint][]) =>
  askBack(desk.treasurer, paymentId, { reason: 'given_back', parts })

/** Asked for, confirmed by another, and its giver told. */
async function givenBack(paymentId: string, ...parts: [fundId: string, amount: bigint][]): Promise<void> {
  await confirmBack(desk.administrator, await back(paymentId, ...parts))
  await correctReceipt({ paymentId })
  await correctReceipt({ paymentId })
}

async function givenGift(piece: Parameters<typeof enter>[2], email: string): Promise<string> {
  const batchId = await givenBatch(desk.intake, { total: piece.amount, pieces: 1 })
  await enter(desk.intake, batchId, piece, { name: 'Pat Example', email })
  const { paymentIds } = await close(desk.treasurer, batchId)
  await issueReceipts({ paymentIds })
  return paymentIds[0] ?? ''
}

/** What its giver was told of each time: how much went back, and what of the paper stands since. */
const toldOf = async (recipient: string) => {
  const notices = await db().mail.findMany({
    where: { message: 'refund-notice', recipient },
    orderBy: { recordedAt: 'asc' },
  })
  return notices.map(({ props }) => props as Record<string, unknown>)
}

test('a check goes back part by part, out of the fund that is named, until nothing is left; two people each time', async () => {
  const [bail, support] = desk.fundIds
  const email = `parts-${bail}@donor.example`
  const paymentId = await givenGift(
    {
      ...{ amount: 100_00n, reference: '7' },
      split: [
        [bail, 60_00n],
        [support, 40_00n],
      ],
    },
    email,
  )
  expect(await refusalOf(back(paymentId, [bail, 60_01n]))).toEqual({
    code: 'reversal_stays_within_the_gift',
    params: { left: 60_00n },
  })
  expect(await whyRefused(back(paymentId, [bail, 1n], [bail, 1n]))).toBe('line_names_a_fund_once')
  for (const reason of ['returned_by_bank', 'entered_wrongly'] as const)
    expect(await whyRefused(askBack(desk.treasurer, paymentId, { reason, parts: [[bail, 1n]] }))).toBe(
      'only_what_is_given_back_goes_in_parts',
    )

  const first = await back(paymentId, [bail, 20_00n], [support, 0n])
  expect(await whyRefused(back(paymentId, [support, 1_00n]))).toBe('gift_is_reversed_once')
  expect(await waitsFor(desk.administrator)).toContainEqual(['confirm_offline_reversal', 20_00n])
  expect(await whyRefused(confirmBack(desk.treasurer, first))).toBe('reversal_is_confirmed_by_another')
  await confirmBack(desk.administrator, first)
  await correctReceipt({ paymentId })
  expect(await offlineGiftPage({ paymentId, staff: await readerOf(desk.treasurer) })).toMatchObject({
    ...{ isUndone: false, isLess: true, left: 80_00n, may: { ask: true } },
    reversals: [{ parts: [{ amount: 20_00n }] }],
  })
  const { donorId, receiptNumber } = await db().payment.findUniqueOrThrow({ where: { id: paymentId } })
  const period = { from: today(), to: today() }
  expect(await issueStatement({ donorId, period, timezone })).toMatchObject({ version: 1, netCents: 80_00n })
  const corrected = await db().receiptCorrection.findMany({ where: { paymentId } })
  expect(corrected).toMatchObject([{ replaces: receiptNumber, totalCents: 80_00n }])
  const mail = await db().mail.findUnique({ where: { id: corrected[0]?.mailId ?? '' } })
  expect(mail).toMatchObject({ message: 'receipt', recipient: email })
  const said = mail?.props as { lines: { giftCents: string }[] } | undefined
  expect(said?.lines.map(({ giftCents }) => giftCents)).toEqual(['4000', '4000'])
  expect(await brokenBooks()).toEqual([])

  expect(await whyRefused(back(paymentId, [bail, 40_01n]))).toBe('reversal_stays_within_the_gift')
  await givenBack(paymentId, [support, 15_00n])
  await givenBack(paymentId)
  expect(await whyRefused(back(paymentId))).toBe('gift_is_reversed_once')
  expect(await offlineGiftPage({ paymentId, staff: await readerOf(desk.treasurer) })).toMatchObject({
    ...{ isUndone: true, isLess: false, left: 0n, may: { ask: false } },
  })
  expect((await toldOf(email)).map((told) => [told.amountCents, told.remainingCents, told.inPart])).toEqual([
    ['2000', '8000', true],
    ['1500', '6500', true],
    ['6500', '0', true],
  ])
  const totals = await db().receiptCorrection.findMany({ where: { paymentId }, orderBy: { number: 'asc' } })
  expect(totals.map(({ totalCents, mailId }) => [totalCents, mailId !== null])).toEqual([
    [80_00n, true],
    [65_00n, true],
    [0n, false],
  ])
  expect(await issueStatement({ donorId, period, timezone })).toMatchObject({
    ...{ version: 2, refundedCents: 100_00n, netCents: 0n },
  })
  const own = await giftsOfDonor({ donorId, language: 'en', timezone, after: null })
  expect(own?.gifts[0]?.refunds.map(({ cents }) => cents)).toEqual([20_00n, 15_00n, 65_00n])
  expect(own?.years).toMatchObject([{ cents: 0n }])
  expect(await brokenBooks()).toEqual([])
})

test('a check of which a part was given back is known still; gone whole, it may be paid in again', async () => {
  const giver = { email: `again-${desk.fundIds[0]}@donor.example` }
  const first = await givenCheck(desk, { amount: 10_00n, reference: 'A1', giver })
  await confirmBack(desk.administrator, await back(first, [desk.fundIds[0], 4_00n]))
  expect(await whyRefused(givenCheck(desk, { amount: 10_00n, reference: 'a1', giver }))).toBe(
    'check_is_entered_once',
  )
  await confirmBack(desk.administrator, await back(first))
  await givenCheck(desk, { amount: 10_00n, reference: 'A1', giver })
})

test('stock and grants are told of in the words of their papers, and no corrected receipt is made for them', async () => {
  const [bail] = desk.fundIds
  const email = `stock-${bail}@donor.example`
  const stock = await givenGift(
    { kind: 'stock', amount: 14_00n, ticker: 'LARK', shares: '12.5', split: [[bail, 14_00n]] },
    email,
  )
  await givenBack(stock, [bail, 4_00n])
  expect(await toldOf(email)).toMatchObject([
    {
      undone: 'given_back',
      inPart: true,
      letter: true,
      description: '12.5 shares of LARK',
      remainingCents: '1000',
    },
  ])
  expect(await db().receiptCorrection.count({ where: { paymentId: stock } })).toBe(0)
  const said = await paperOf(stock)
  if (said !== null) {
    expect(said).toContain('A part of this gift was given back')
    expect(said).toContain('This letter stands only for the part that remains.')
    expect(said).not.toContain('$')
  }

  const from = `grant-${bail}@donor.example`
  const grant = await givenGift(
    { kind: 'grant', amount: 500_00n, reference: 'G-1', split: [[bail, 500_00n]] },
    from,
  )
  await givenBack(grant, [bail, 100_00n])
  expect(await toldOf(from)).toMatchObject([{ inPart: true, letter: true, remainingCents: '40000' }])
  const letter = await paperOf(grant)
  if (letter !== null) expect(letter).toContain('$400.00 of this gift remains.')
  expect(await brokenBooks()).toEqual([])
})

test('by post, the paper is printed anew after each part, and says what is left of it', async () => {
  const paymentId = await givenCheck(desk, { amount: 75_00n })
  await issueReceipts({ paymentIds: [paymentId] })
  const staff = await readerOf(desk.intake)
  await markPrinted({ staff, paymentId })
  for (const left of ['$65.00', '$55.00']) {
    await givenBack(paymentId, [desk.fundIds[0], 10_00n])
    expect(await waitsFor(desk.intake)).toContainEqual(['print_paper', 75_00n])
    const paper = await printPaper({ paymentId, staff })
    if (!paper) throw new Error('no paper')
    if (hasPoppler) expect((await readPdf(paper.pdf)).text).toContain(`${left} of this receipt still counts`)
    else paper.pdf.destroy()
    await markPrinted({ staff, paymentId })
    expect(await waitsFor(desk.intake)).not.toContainEqual(['print_paper', 75_00n])
  }
  expect(await db().receiptCorrection.count({ where: { paymentId } })).toBe(0)
  expect(await brokenBooks()).toEqual([])
})

test('by post, a paper that nobody had printed yet is still printed after a part went back, and no more once nothing is left', async () => {
  const paymentId = await givenCheck(desk, { amount: 85_00n })
  await issueReceipts({ paymentIds: [paymentId] })
  await givenBack(paymentId, [desk.fundIds[0], 15_00n])
  expect(await waitsFor(desk.intake)).toContainEqual(['print_paper', 85_00n])
  await givenBack(paymentId)
  expect(await waitsFor(desk.intake)).not.toContainEqual(['print_paper', 85_00n])
})

/** Its text, as its giver opens it; null where nothing here reads PDFs. */
async function paperOf(paymentId: string): Promise<string | null> {
  const { donorId, receiptNumber } = await db().payment.findUniqueOrThrow({ where: { id: paymentId } })
  const paper = await openReceipt({ number: receiptNumber, language: 'en', donorId })
  if (!paper) throw new Error('no paper')
  if (hasPoppler) return (await readPdf(paper.pdf)).text
  paper.pdf.destroy()
  return null
}
