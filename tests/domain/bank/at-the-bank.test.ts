import { beforeAll, expect, test } from 'vitest'
import { matchByHand } from '#app/domain/bank/matching/match-by-hand.server.ts'
import { fundAtBank, seenAtBank } from '#app/domain/bank/reads/at-the-bank.server.ts'
import { matchPage } from '#app/domain/bank/reads/match-page.server.ts'
import { bankAccountPage } from '#app/domain/bank/reads/whole-account.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { Role } from '#app/domain/staff/access.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { divideByHand } from '#app/domain/stripe-mirror/divide-by-hand.ts'
import { db } from '#app/platform/db.ts'
import { givenBankAccount, givenStatement, linesOf } from '#tests/support/given-bank.ts'
import { givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { close, enter, givenBatch, givenDesk } from '#tests/support/given-offline.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
let team: Team
let other: Team
let accountId: string
let bondId: string
let disbursementId: string

const readerOf = (staff: ActingStaff, role: Role): SignedInStaff => ({
  ...{ id: staff.id, fundIds: staff.fundIds, roles: staff.fundIds.map((fundId) => ({ fundId, role })) },
  ...{ name: '', email: '', language: 'en', sessionIdHash: '', hasPasskey: false, hasTotp: true },
})

beforeAll(async () => {
  team = await givenTeam()
  other = await givenTeam()
  accountId = await givenBankAccount({ staff: team.treasurer })
  ;({ bondId, disbursementId } = await givenPostedBond(team, { principal: 5_000_00n }))
})

test('a bond, its disbursement and its fund lead to the line of the bank, and the line to them', async () => {
  const reader = readerOf(team.treasurer, 'treasurer')
  const seen = () => seenAtBank({ staff: reader, kind: 'bond', id: bondId })
  expect(await seen()).toMatchObject({
    ...{ isAtStripe: false },
    movements: [
      { sourceKind: 'disbursement_payment', account: { id: accountId, last4: '4711' }, line: null },
    ],
  })
  const page = await bankAccountPage({
    ...{ staff: team.treasurer, accountId, language: 'en', month: null, after: null },
  })
  expect(page?.open.movements.find(({ amount }) => amount === -5_000_00n)?.place).toEqual({
    ...{ page: 'disbursement', id: disbursementId },
  })
  const day = (await seen())?.movements[0]?.day ?? ''
  await givenStatement({ staff: team.treasurer, accountId, rows: [[day, 'CHECK 1042', '-5000.00']] })
  const [line] = await linesOf(accountId)
  const matchId = line?.matchId ?? ''
  expect(matchId).not.toBe('')
  expect(await seen()).toMatchObject({ movements: [{ line: { matchId, day, row: 2 } }] })
  expect(await seenAtBank({ staff: reader, kind: 'disbursement', id: disbursementId })).toMatchObject({
    movements: [{ line: { matchId } }],
  })
  expect(await matchPage({ staff: team.treasurer, matchId })).toMatchObject({
    ...{ account: { id: accountId }, match: { rule: 'amount_and_day' } },
    lines: [{ text: 'CHECK 1042', row: 2 }],
    movements: [{ place: { page: 'disbursement', id: disbursementId } }],
  })
  expect(await fundAtBank({ staff: reader, fundId: team.fundId })).toMatchObject({
    id: accountId,
    openLines: 0n,
  })

  expect(await matchPage({ staff: other.treasurer, matchId })).toBeNull()
  expect(await seenAtBank({ staff: readerOf(team.intake, 'intake'), kind: 'bond', id: bondId })).toBeNull()
  expect(
    await seenAtBank({ staff: readerOf(other.treasurer, 'treasurer'), kind: 'bond', id: bondId }),
  ).toMatchObject({ movements: [] })
  expect(await fundAtBank({ staff: reader, fundId: other.fundId })).toBeNull()
})

test('a gift by card that no payout carried is still at Stripe', async () => {
  await givenCharge({ parts: [{ fundId: team.fundId, giftCents: 20_00n }], at: new Date() })
  const payment = await db().payment.findFirstOrThrow()
  const reader = readerOf(team.treasurer, 'treasurer')
  expect(await seenAtBank({ staff: reader, kind: 'gift', id: payment.id })).toEqual({
    ...{ movements: [], isAtStripe: true },
  })
})

test('a payout made by hand is divided by what was available, then by the rest, and no fund gives what it had not', () => {
  const fund = (fundId: string, available: bigint, whole = available) => ({ fundId, available, whole })
  expect(divideByHand(100n, [fund('a', 200n), fund('b', 100n)])).toEqual([
    { fundId: 'a', amount: 67n },
    { fundId: 'b', amount: 33n },
  ])
  expect(divideByHand(100n, [fund('a', -50n), fund('b', 120n)])).toEqual([{ fundId: 'b', amount: 100n }])
  expect(divideByHand(150n, [fund('a', 100n, 100n), fund('b', 20n, 100n)])).toEqual([
    { fundId: 'a', amount: 100n },
    { fundId: 'b', amount: 50n },
  ])
  expect(divideByHand(201n, [fund('a', 100n), fund('b', 20n, 100n)])).toBeNull()
})

test('a deposit says that it waits for its line, and then which line it was, and the line leads back to it', async () => {
  const desk = await givenDesk()
  const account = await givenBankAccount({ staff: desk.treasurer, fundIds: [...desk.fundIds] })
  const batchId = await givenBatch(desk.intake, {
    ...{ total: 30_00n, pieces: 2, fundIds: [desk.fundIds[0]] },
  })
  await enter(desk.intake, batchId, { kind: 'cash', amount: 10_00n })
  await enter(desk.intake, batchId, { kind: 'cash', amount: 20_00n })
  const { paymentIds } = await close(desk.treasurer, batchId)
  const staff = readerOf(desk.treasurer, 'treasurer')
  const seen = () => seenAtBank({ staff, kind: 'offline_batch', id: batchId })
  expect((await seen())?.movements).toMatchObject([{ amountCents: 30_00n, line: null }])
  const day = (await seen())?.movements[0]?.day ?? ''
  await givenStatement({ staff: desk.treasurer, accountId: account, rows: [[day, 'DEPOSIT', '30.00']] })
  const lines = await linesOf(account)
  const known = lines[0]?.matchId
  const matchId =
    known ??
    (
      await matchByHand({
        ...{ staff: desk.treasurer, accountId: account, lineIds: lines.map(({ id }) => id) },
        ...{ reason: 'one_deposit', bookFundId: null },
        movements: paymentIds.map((sourceId) => ({ sourceKind: 'offline_gift', sourceId })),
      })
    ).matchId
  expect((await seen())?.movements).toMatchObject([{ amountCents: 30_00n, line: { matchId, day } }])
  expect((await matchPage({ staff: desk.treasurer, matchId }))?.deposits).toMatchObject([{ id: batchId }])
})
