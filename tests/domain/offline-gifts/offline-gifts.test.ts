import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { batchPage } from '#app/domain/offline-gifts/batch-page.server.ts'
import { removeLine } from '#app/domain/offline-gifts/remove-line.server.ts'
import { splitOf } from '#app/domain/offline-gifts/split-of.ts'
import { withdrawBatch } from '#app/domain/offline-gifts/withdraw-batch.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { fifty } from '#tests/support/fifty.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import {
  close,
  type Desk,
  enter,
  givenBatch,
  givenDesk,
  readerOf,
  waitsFor,
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

const tomorrow = () => new Date(Date.parse(today()) + 86_400_000).toISOString().slice(0, 10)
const yesterday = () => new Date(Date.parse(today()) - 86_400_000).toISOString().slice(0, 10)

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
    expect(await batchPage({ batchId, staff: await readerOf(desk.treasurer) })).toMatchObject({
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
    expect(await batchPage({ batchId, staff: await readerOf(half) })).toBeNull()
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
    // The site began with the year 2020, as the clocks of its organization say.
    const begun = dayOf(new Date('2020-01-01T00:00:00Z'), (await organization()).timezone)
    const before = new Date(Date.parse(begun) - 86_400_000).toISOString().slice(0, 10)
    expect(await opened({ depositedOn: before })).toBe('batch_is_from_after_go_live')
    await givenBatch(desk.intake, { total: 1n, pieces: 1, depositedOn: begun })
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
