import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { eraseDonor } from '#app/domain/donor-area/erasure/erase-donor.server.ts'
import { giftPage } from '#app/domain/gifts/gift-page.server.ts'
import { listGifts } from '#app/domain/gifts/list-gifts.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { batchPage } from '#app/domain/offline-gifts/batch-page.server.ts'
import { findDonors } from '#app/domain/offline-gifts/find-donors.server.ts'
import { markPrinted } from '#app/domain/offline-gifts/mark-printed.server.ts'
import { offlineGiftPage } from '#app/domain/offline-gifts/offline-gift-page.server.ts'
import { withdrawReversal } from '#app/domain/offline-gifts/withdraw-reversal.server.ts'
import { correctReceipt } from '#app/domain/receipts/correct-receipt.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { printPaper } from '#app/domain/receipts/print-paper.server.ts'
import { refundPayment } from '#app/domain/refunds/refund-payment.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { fifty } from '#tests/support/fifty.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { csvOf, givenBroughtIn } from '#tests/support/given-import.ts'
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
import { hasPoppler, readPdf } from '#tests/support/pdf-text.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const system = { scope: { kind: 'system' } } as const
const seen = <T>(read: (tx: Tx) => Promise<T>) => inTransaction(system, read)

let desk: Desk
beforeEach(async () => {
  desk = await givenDesk()
})

describe('a giver', () => {
  test('is found by name or address, among donors of one’s own funds; a known address is that donor’s', async () => {
    await givenCheck(desk, { amount: 10_00n, giver: { name: 'Wren Findable', email: 'wren@donor.example' } })
    const find = (typed: string, fundIds: string[] = desk.fundIds) => findDonors({ fundIds, typed })
    expect(await find('  findAB ')).toMatchObject([
      { name: 'Wren Findable', email: 'w•••@donor.example', gifts: 1 },
    ])
    expect(await find('WREN@donor.example')).toHaveLength(1)
    expect(await find('wr')).toEqual([])
    expect(await find('wren', [await givenFund()])).toEqual([])

    const other = await givenCheck(desk, {
      ...{ amount: 5_00n, reference: '1002' },
      giver: { name: 'Somebody Else', email: 'wren@donor.example' },
    })
    expect(
      await seen((tx) => tx.payment.findUnique({ where: { id: other }, include: { donor: true } })),
    ).toMatchObject({
      donor: { name: 'Wren Findable' },
    })
  })

  test('of another fund is not named to who types their address, until they gave to this one too', async () => {
    const elsewhere = await givenDesk()
    await givenCheck(elsewhere, {
      amount: 10_00n,
      giver: { name: 'Uma Elsewhere', email: 'uma@donor.example' },
    })
    await givenBroughtIn({
      ...{ staff: elsewhere.treasurer, fundId: elsewhere.fundIds[0] },
      file: csvOf([{ email: 'ivo@donor.example', name: 'Ivo Elsewhere' }]),
    })
    expect(await findDonors({ fundIds: desk.fundIds, typed: 'elsewhere' })).toEqual([])

    const batchId = await givenBatch(desk.intake, { total: 10_00n, pieces: 2, fundIds: [desk.fundIds[0]] })
    for (const email of ['uma@donor.example', 'ivo@donor.example'])
      await enter(desk.intake, batchId, { amount: 5_00n, reference: '1' }, { name: '', email })
    const lines = async () => {
      const page = await batchPage({ batchId, staff: await readerOf(desk.treasurer) })
      return page?.lines.map(({ donor, email }) => [donor, email])
    }
    expect(await lines()).toEqual([
      [null, 'u•••@donor.example'],
      [null, 'i•••@donor.example'],
    ])
    await close(desk.treasurer, batchId)
    expect((await lines())?.map(([donor]) => donor)).toEqual(['Uma Elsewhere', 'Ivo Elsewhere'])
    expect(await findDonors({ fundIds: desk.fundIds, typed: 'uma@donor.example' })).toMatchObject([
      { gifts: 1 },
    ])
  })

  test('has a check counted once, until it came back', async () => {
    const giver = { email: 'once@donor.example' }
    const first = await givenCheck(desk, { amount: 10_00n, reference: 'A1', giver })
    expect(await whyRefused(givenCheck(desk, { amount: 10_00n, reference: 'a1', giver }))).toBe(
      'check_is_entered_once',
    )
    await confirmBack(desk.administrator, await askBack(desk.treasurer, first))
    await givenCheck(desk, { amount: 10_00n, reference: 'A1', giver })
  })

  test('without an address gets a paper that a person prints, who says so; another gets mail', async () => {
    const paymentId = await givenCheck(desk, { amount: 75_00n, giver: { name: 'Postal Example' } })
    const staff = await readerOf(desk.intake)
    expect(await printPaper({ paymentId, staff })).toBeNull()
    expect(await whyRefused(markPrinted({ staff, paymentId }))).toBe('only_what_is_not_mailed_is_printed')
    await issueReceipts({ paymentIds: [paymentId] })
    await issueReceipts({ paymentIds: [paymentId] })
    expect(await waitsFor(desk.intake)).toContainEqual(['print_paper', 75_00n])
    expect(
      await printPaper({ paymentId, staff: await readerOf(await givenActor(desk.fundIds[0], ['auditor'])) }),
    ).toBeNull()
    const paper = await printPaper({ paymentId, staff })
    paper?.pdf.destroy()
    expect(paper).not.toBeNull()
    expect(paper?.fileName).toBe(`receipt-${paper?.number}`)
    // Only the one that was handed out is in the audit, and with its receipt's number alone.
    const opened = await seen((tx) => tx.auditEvent.findMany({ where: { action: 'offline.paper_opened' } }))
    expect(opened).toMatchObject([{ actorId: staff.id, subjectId: paymentId, fundId: desk.fundIds[0] }])
    expect(opened[0]?.detail).toEqual({ receipt: String(paper?.number) })
    await markPrinted({ staff, paymentId })
    expect(await waitsFor(desk.intake)).not.toContainEqual(['print_paper', 75_00n])
    expect(await offlineGiftPage({ paymentId, staff })).toMatchObject({
      ...{ sentBy: 'post', printings: [{ by: 'intake' }], may: { print: true, ask: false, seeGift: false } },
    })
    expect(await seen((tx) => tx.mail.count({ where: { dedupeKey: `receipt:${paymentId}` } }))).toBe(0)

    const mailed = await givenCheck(desk, { amount: 1_00n, giver: { email: 'mailed@donor.example' } })
    await issueReceipts({ paymentIds: [mailed] })
    expect(await whyRefused(markPrinted({ staff, paymentId: mailed }))).toBe(
      'only_what_is_not_mailed_is_printed',
    )
  })

  test('is not forgotten while their check lies in an open batch, and is afterwards', async () => {
    const batchId = await givenBatch(desk.intake, { total: 10_00n, pieces: 1, fundIds: [desk.fundIds[0]] })
    const lineId = await enter(
      desk.intake,
      batchId,
      { amount: 10_00n, reference: '1' },
      { name: 'Forget Merarename' },
    )
    const { donorId } = await seen((tx) => tx.offlineBatchLine.findUniqueOrThrow({ where: { id: lineId } }))
    expect(await whyRefused(eraseDonor({ donorId }))).toBe('gift_on_its_way')
    const { paymentIds } = await close(desk.treasurer, batchId)
    await issueReceipts({ paymentIds })
    await eraseDonor({ donorId })
    expect(await seen((tx) => tx.donor.findUnique({ where: { id: donorId } }))).toMatchObject({
      email: `erased:${donorId}`,
      name: '',
    })
    expect(await seen((tx) => tx.giftIntent.count({ where: { name: { contains: 'Merarename' } } }))).toBe(0)
    expect(
      await printPaper({ paymentId: paymentIds[0] ?? '', staff: await readerOf(desk.intake) }),
    ).toBeNull()
    const again = await givenBatch(desk.intake, { total: 10_00n, pieces: 1, fundIds: [desk.fundIds[0]] })
    expect(await whyRefused(enter(desk.intake, again, { amount: 10_00n, kind: 'cash' }, { donorId }))).toBe(
      'donor_unknown',
    )
  })
})

describe('a reversal', () => {
  test('needs two people and its own proof, happens once, and can be let go before', async () => {
    const paymentId = await givenCheck(desk, { amount: 40_00n })
    await issueReceipts({ paymentIds: [paymentId] })
    const asked = (of: Parameters<typeof askBack>[2]) => whyRefused(askBack(desk.treasurer, paymentId, of))
    expect(await asked({ reason: 'given_back', fee: 1n })).toBe('only_a_bank_asks_a_fee')
    expect(await whyRefused(askBack(desk.intake, paymentId))).toBe('role_may_not')
    const outside = await givenActor(await givenFund(), ['treasurer'])
    expect(await whyRefused(askBack(outside, paymentId))).toBe('gift_unknown')

    const first = await askBack(desk.treasurer, paymentId)
    expect(await asked({})).toBe('gift_is_reversed_once')
    await withdrawReversal({ staff: desk.treasurer, reversalId: first })
    expect(await whyRefused(confirmBack(desk.administrator, first))).toBe('reversal_is_decided_once')
    const second = await askBack(desk.treasurer, paymentId, { fee: 15_00n })
    expect(await waitsFor(desk.treasurer)).toEqual([['print_paper', 40_00n]])
    expect(await waitsFor(desk.administrator)).toContainEqual(['confirm_offline_reversal', 40_00n])
    expect(await whyRefused(confirmBack(desk.treasurer, second))).toBe('reversal_is_confirmed_by_another')
    expect(await whyRefused(confirmBack(outside, second))).toBe('reversal_unknown')
    expect(await fifty(() => confirmBack(desk.administrator, second))).toBe(1)
    expect(await asked({})).toBe('gift_is_reversed_once')
    expect(await giftPage({ paymentId, staff: await readerOf(desk.administrator) })).toMatchObject({
      ...{ chargeId: null, giftKind: 'check', refundedCents: 40_00n, refundableCents: 0n, email: '' },
      may: { refund: false, reveal: false },
      transfers: [{ code: 'offline_gift' }, { code: 'reversal' }, { code: 'bank_fee', amountCents: 15_00n }],
    })
    const { rows } = await listGifts({ fundIds: desk.fundIds, mark: 'refunded', fundSlug: null, after: null })
    expect(rows).toMatchObject([{ amountCents: 40_00n, marks: ['refunded'] }])
    expect(await brokenBooks()).toEqual([])
  })

  test('tells the giver that the receipt no longer counts: by mail once, or by a paper that is printed', async () => {
    const mailed = await givenCheck(desk, { amount: 12_00n, giver: { email: 'back@donor.example' } })
    await issueReceipts({ paymentIds: [mailed] })
    await confirmBack(desk.administrator, await askBack(desk.treasurer, mailed))
    await correctReceipt({ paymentId: mailed })
    await correctReceipt({ paymentId: mailed })
    const { receiptNumber } = await seen((tx) => tx.payment.findUniqueOrThrow({ where: { id: mailed } }))
    const notices = await seen((tx) =>
      tx.mail.findMany({ where: { message: 'refund-notice', recipient: 'back@donor.example' } }),
    )
    expect(notices).toMatchObject([
      { props: { undone: 'returned_by_bank', receiptNumber: String(receiptNumber), remainingCents: '0' } },
    ])

    const posted = await givenCheck(desk, { amount: 13_00n })
    await issueReceipts({ paymentIds: [posted] })
    const staff = await readerOf(desk.intake)
    await markPrinted({ staff, paymentId: posted })
    await confirmBack(desk.administrator, await askBack(desk.treasurer, posted))
    await correctReceipt({ paymentId: posted })
    expect(await offlineGiftPage({ paymentId: posted, staff })).toMatchObject({
      ...{ isUndone: true, sentBy: 'post', may: { print: true, ask: false } },
    })
    expect(await waitsFor(desk.intake)).toContainEqual(['print_paper', 13_00n])
    const paper = await printPaper({ paymentId: posted, staff })
    if (!paper) throw new Error('no paper')
    if (hasPoppler)
      expect((await readPdf(paper.pdf)).text).toContain('This receipt no longer counts as a gift.')
    else paper.pdf.destroy()
    await markPrinted({ staff, paymentId: posted })
    expect(await waitsFor(desk.intake)).not.toContainEqual(['print_paper', 13_00n])
  })

  test('of a fund’s own will takes only what is free; cash never comes back from a bank, and Stripe gives nothing back', async () => {
    const [bail] = desk.fundIds
    const batchId = await givenBatch(desk.intake, { total: 20_00n, pieces: 1, fundIds: [bail] })
    await enter(desk.intake, batchId, { kind: 'cash', amount: 20_00n })
    const { paymentIds } = await close(desk.treasurer, batchId)
    const paymentId = paymentIds[0] ?? ''
    expect(await whyRefused(askBack(desk.treasurer, paymentId))).toBe('only_a_check_comes_back')
    const stepUpId = await givenStepUp(
      desk.treasurer.id,
      boundTo.refund({ paymentId, amount: 1n, reason: 'donor_asked' }),
    )
    expect(
      await whyRefused(
        refundPayment({
          staff: desk.treasurer,
          paymentId,
          amount: cents(1n),
          before: 0n,
          reason: 'donor_asked',
          stepUpId,
        }),
      ),
    ).toBe('stripe_gives_back_what_it_took')
    const reversalId = await askBack(desk.treasurer, paymentId, { reason: 'given_back' })
    await seen((tx) =>
      postTransfers(tx, {
        source: { kind: 'opening', id: randomUUID() },
        occurredAt: new Date(),
        transfers: [
          { code: 'bank_fee', fundId: bail, debit: 'bank_fees', credit: 'bank', amount: cents(1n) },
        ],
      }),
    )
    expect(await refusalOf(confirmBack(desk.administrator, reversalId))).toEqual({
      code: 'fund_never_overcommitted',
      params: { free: 19_99n, needed: 20_00n },
    })
  })
})
