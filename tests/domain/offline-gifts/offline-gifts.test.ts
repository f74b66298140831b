import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { eraseDonor } from '#app/domain/donor-area/erasure/erase-donor.server.ts'
import { giftPage } from '#app/domain/gifts/gift-page.server.ts'
import { listGifts } from '#app/domain/gifts/list-gifts.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { batchPage } from '#app/domain/offline-gifts/batch-page.server.ts'
import { findDonors } from '#app/domain/offline-gifts/find-donors.server.ts'
import { markPrinted } from '#app/domain/offline-gifts/mark-printed.server.ts'
import { offlineGiftPage } from '#app/domain/offline-gifts/offline-gift-page.server.ts'
import { printPaper } from '#app/domain/offline-gifts/print-paper.server.ts'
import { removeLine } from '#app/domain/offline-gifts/remove-line.server.ts'
import { splitOf } from '#app/domain/offline-gifts/split-of.ts'
import { waitingOfflineGifts } from '#app/domain/offline-gifts/waiting.server.ts'
import { withdrawBatch } from '#app/domain/offline-gifts/withdraw-batch.server.ts'
import { withdrawReversal } from '#app/domain/offline-gifts/withdraw-reversal.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { refundPayment } from '#app/domain/refunds/refund-payment.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { fifty } from '#tests/support/fifty.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import {
  askBack,
  close,
  confirmBack,
  type Desk,
  enter,
  givenBatch,
  givenCheck,
  givenDesk,
} from '#tests/support/given-offline.ts'
import { today } from '#tests/support/given-remittance.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const
const seen = <T>(read: (tx: Tx) => Promise<T>) => inTransaction(system, read)

let desk: Desk
beforeEach(async () => {
  desk = await givenDesk()
})

const waitsFor = (staff: Desk['intake']) =>
  inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const roles = await rolesInFund(tx, { staffId: staff.id, fundId: desk.fundIds[0] })
    const waiting = await waitingOfflineGifts(tx, { staff, personIn: () => ({ id: staff.id, roles }) })
    return waiting.map(({ act, amountCents }) => [act, amountCents])
  })

const tomorrow = () => new Date(Date.parse(today()) + 86_400_000).toISOString().slice(0, 10)
const yesterday = () => new Date(Date.parse(today()) - 86_400_000).toISOString().slice(0, 10)
const reader = async (staff: Desk['intake']) => {
  const roles = await Promise.all(
    staff.fundIds.map(async (fundId) =>
      (
        await inTransaction({ scope: { kind: 'system' } }, (tx) =>
          rolesInFund(tx, { staffId: staff.id, fundId }),
        )
      ).map((role) => ({ fundId, role })),
    ),
  )
  return { ...staff, language: 'en' as const, roles: roles.flat() }
}

describe('a batch', () => {
  test('books nothing until pieces and sum are those counted, and another person closes it', async () => {
    const [bail] = desk.fundIds
    const batchId = await givenBatch(desk.intake, { total: 150_00n, pieces: 2, fundIds: [bail] })
    expect(await refusalOf(close(desk.treasurer, batchId))).toMatchObject({ code: 'batch_matches_its_count' })
    await enter(desk.intake, batchId, { amount: 100_00n, reference: '1' })
    expect(await waitsFor(desk.intake)).toEqual([['enter_offline_batch', 50_00n]])
    const wrong = await enter(desk.intake, batchId, { amount: 50_00n, kind: 'cash' })
    await enter(desk.intake, batchId, { amount: 1n, kind: 'cash' })
    expect(await refusalOf(close(desk.treasurer, batchId))).toEqual({
      code: 'batch_matches_its_count',
      params: { entered: 150_01n, counted: 150_00n, difference: 1n, lines: 3, pieces: 2 },
    })
    expect(await seen((tx) => tx.ledgerTransfer.count())).toBe(0)
    await removeLine({ staff: desk.intake, batchId, lineId: wrong })
    await enter(desk.intake, batchId, { amount: 49_99n, kind: 'cash' })
    const extra = await seen((tx) =>
      tx.offlineBatchLine.findFirstOrThrow({ where: { batchId, amountCents: 1n } }),
    )
    await removeLine({ staff: desk.intake, batchId, lineId: extra.id })
    expect(await refusalOf(close(desk.treasurer, batchId))).toMatchObject({ params: { difference: 1n } })
    const short = await seen((tx) =>
      tx.offlineBatchLine.findFirstOrThrow({ where: { batchId, amountCents: 49_99n } }),
    )
    await removeLine({ staff: desk.intake, batchId, lineId: short.id })
    await enter(desk.intake, batchId, { amount: 50_00n, kind: 'cash' })

    expect(await waitsFor(desk.intake)).toEqual([])
    expect(await waitsFor(desk.treasurer)).toEqual([['close_offline_batch', 150_00n]])
    expect(await refusalOf(close(desk.intake, batchId))).toMatchObject({ code: 'role_may_not' })
    expect(await refusalOf(removeLine({ staff: desk.intake, batchId, lineId: wrong }))).toMatchObject({
      code: 'batch_line_unknown',
    })
    await close(desk.treasurer, batchId)
    expect(await whyRefused(close(desk.treasurer, batchId))).toBe('batch_is_closed')
    expect(await whyRefused(enter(desk.intake, batchId, { amount: 1n, kind: 'cash' }))).toBe(
      'batch_is_closed',
    )
    expect(await whyRefused(removeLine({ staff: desk.intake, batchId, lineId: short.id }))).toBe(
      'batch_is_closed',
    )
    expect(await whyRefused(withdrawBatch({ staff: desk.intake, batchId }))).toBe('batch_is_closed')
    expect(await batchPage({ batchId, staff: await reader(desk.treasurer) })).toMatchObject({
      ...{ state: 'closed', entered: 150_00n, isWhole: true, mayEnter: false, mayClose: false },
    })
  })

  test('is closed by nobody who opened it or entered any of it, nor with a proof for another count', async () => {
    const batchId = await givenBatch(desk.administrator, {
      total: 10_00n,
      pieces: 1,
      fundIds: [desk.fundIds[0]],
    })
    await enter(desk.treasurer, batchId, { amount: 10_00n, kind: 'cash' })
    expect(await whyRefused(close(desk.treasurer, batchId))).toBe('batch_closer_did_not_enter_it')
    expect(await whyRefused(close(desk.administrator, batchId))).toBe('batch_closer_did_not_enter_it')
    const other = await givenActor(desk.fundIds[0], ['treasurer'])
    const foreign = await givenStepUp(
      other.id,
      boundTo.closeOfflineBatch({ batchId, total: 11_00n, pieces: 1 }),
    )
    expect(await whyRefused(close(other, batchId, foreign))).toBe('step_up_is_fresh_and_bound')
    await close(other, batchId)
    expect(await seen((tx) => tx.payment.count({ where: { offlineLine: { batchId } } }))).toBe(1)
  })

  test('one for funds of which one is not theirs is nobody’s but those of all; withdrawn, it is over', async () => {
    const batchId = await givenBatch(desk.intake, { total: 10_00n, pieces: 1 })
    const half = await givenActor(desk.fundIds[0], ['treasurer', 'administrator'])
    expect(await batchPage({ batchId, staff: await reader(half) })).toBeNull()
    expect(await whyRefused(enter(half, batchId, { amount: 10_00n, kind: 'cash' }))).toBe('batch_unknown')
    await withdrawBatch({ staff: desk.intake, batchId })
    expect(await whyRefused(enter(desk.intake, batchId, { amount: 10_00n, kind: 'cash' }))).toBe(
      'batch_is_withdrawn',
    )
    expect(await whyRefused(givenBatch(half, { total: 1n, pieces: 1, fundIds: desk.fundIds }))).toBe(
      'role_may_not',
    )
  })

  test('refuses what was not counted, did not come yet, or does not fit its place', async () => {
    const [bail, support] = desk.fundIds
    const opened = (of: Partial<Parameters<typeof givenBatch>[1]>) =>
      whyRefused(givenBatch(desk.intake, { total: 1n, pieces: 1, ...of }))
    expect(await opened({ total: 0n })).toBe('batch_holds_something')
    expect(await opened({ pieces: 0 })).toBe('batch_is_of_a_size_to_check')
    expect(await opened({ pieces: 201 })).toBe('batch_is_of_a_size_to_check')
    expect(await opened({ depositedOn: tomorrow() })).toBe('batch_was_deposited')
    expect(await opened({ fundIds: [] })).toBe('batch_names_its_funds')

    const box = await givenBatch(desk.intake, {
      total: 10_00n,
      pieces: 1,
      keptIn: 'cash_box',
      depositedOn: yesterday(),
    })
    const put = (piece: Parameters<typeof enter>[2], giver = {}) =>
      whyRefused(enter(desk.intake, box, piece, giver))
    expect(await put({ amount: 10_00n, reference: '1' })).toBe('cash_box_holds_cash')
    const cash = { kind: 'cash' as const, amount: 10_00n, receivedOn: yesterday() }
    expect(await put({ ...cash, receivedOn: today() })).toBe('gift_came_before_its_deposit')
    expect(await put({ ...cash, amount: 0n })).toBe('offline_gift_is_positive')
    expect(await put(cash)).toBe('line_parts_add_up')
    expect(
      await put({
        ...cash,
        split: [
          [bail, 5_00n],
          [support, 4_99n],
        ],
      }),
    ).toBe('line_parts_add_up')
    expect(
      await put({
        ...cash,
        split: [
          [bail, 5_00n],
          [bail, 5_00n],
        ],
      }),
    ).toBe('line_names_a_fund_once')
    expect(await put({ ...cash, split: [[await givenFund(), 10_00n]] })).toBe('line_is_of_its_batchs_funds')
    const split: [string, bigint][] = [[bail, 10_00n]]
    expect(await put({ ...cash, split }, { name: '' })).toBe('giver_is_named')
    expect(await put({ ...cash, split }, { donorId: bail })).toBe('donor_unknown')
    expect(
      await seen((tx) => tx.donor.count({ where: { offlineBatchLines: { some: { batchId: box } } } })),
    ).toBe(0)

    await enter(desk.intake, box, { ...cash, split })
    await close(desk.treasurer, box)
    const accounts = await seen((tx) =>
      tx.ledgerAccount.findMany({ where: { fundId: bail }, orderBy: { code: 'asc' } }),
    )
    expect(accounts.map(({ code, debitsCents, creditsCents }) => [code, debitsCents - creditsCents])).toEqual(
      [
        ['bank', 0n],
        ['cash_box', 10_00n],
        ['gifts', -10_00n],
      ],
    )
  })

  test('fifty presses close it once', async () => {
    const batchId = await givenBatch(desk.intake, { total: 30_00n, pieces: 1, fundIds: [desk.fundIds[0]] })
    await enter(desk.intake, batchId, { amount: 30_00n, reference: '77' })
    const closers = [desk.treasurer, desk.administrator]
    expect(await fifty((number) => close(closers[number % 2] ?? desk.treasurer, batchId))).toBe(1)
    expect(await seen((tx) => tx.payment.count({ where: { offlineLine: { batchId } } }))).toBe(1)
  })
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
    const staff = await reader(desk.intake)
    expect(await printPaper({ paymentId, staff })).toBeNull()
    expect(await whyRefused(markPrinted({ staff, paymentId }))).toBe('only_what_is_not_mailed_is_printed')
    await issueReceipts({ paymentIds: [paymentId] })
    await issueReceipts({ paymentIds: [paymentId] })
    expect(await waitsFor(desk.intake)).toContainEqual(['print_paper', 75_00n])
    expect(
      await printPaper({ paymentId, staff: await reader(await givenActor(desk.fundIds[0], ['auditor'])) }),
    ).toBeNull()
    const paper = await printPaper({ paymentId, staff })
    paper?.pdf.destroy()
    expect(paper).not.toBeNull()
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
    expect(await printPaper({ paymentId: paymentIds[0] ?? '', staff: await reader(desk.intake) })).toBeNull()
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
    expect(await giftPage({ paymentId, staff: await reader(desk.administrator) })).toMatchObject({
      ...{ chargeId: null, giftKind: 'check', refundedCents: 40_00n, refundableCents: 0n, email: '' },
      may: { refund: false, reveal: false },
      transfers: [{ code: 'offline_gift' }, { code: 'reversal' }, { code: 'bank_fee', amountCents: 15_00n }],
    })
    const { rows } = await listGifts({ fundIds: desk.fundIds, mark: 'refunded', fundSlug: null, after: null })
    expect(rows).toMatchObject([{ amountCents: 40_00n, marks: ['refunded'] }])
    expect(await brokenBooks()).toEqual([])
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

test('a split adds up to its gift to the cent, or is refused', () => {
  const funds = ['a', 'b', 'c']
  fc.assert(
    fc.property(
      fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 3, maxLength: 3 }),
      fc.bigInt(-2n, 2n),
      (parts, off) => {
        const whole = parts.reduce((sum, part) => sum + part, 0n)
        fc.pre(whole + off > 0n && whole > 0n)
        const split = parts.map((amount, index) => ({ fundId: funds[index] ?? '', amount: cents(amount) }))
        const divide = () => splitOf({ amount: cents(whole + off), split: split.toReversed() }, funds)
        if (off !== 0n) {
          expect(divide).toThrow('line_parts_add_up')
          return
        }
        const given = divide()
        expect(given.reduce((sum, { amount }) => sum + (amount as bigint), 0n)).toBe(whole)
        expect(given).toEqual(split.filter(({ amount }) => amount > (0n as Cents)))
      },
    ),
  )
})
