import { afterAll, expect, test } from 'vitest'
import { undoMatch } from '#app/domain/bank/matching/undo-match.server.ts'
import { openBankAccount, placeFund } from '#app/domain/bank/open-account.server.ts'
import { sayNothingMoved } from '#app/domain/bank/statement/say-nothing-moved.server.ts'
import { decideClose } from '#app/domain/books/decide-close.server.ts'
import { proposeClose } from '#app/domain/books/propose-close.server.ts'
import { eraseDonor } from '#app/domain/donor-area/erasure/erase-donor.server.ts'
import { watchMonthlyGifts } from '#app/domain/fund-followings/watch-monthly-gifts.server.ts'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { takeBack } from '#app/domain/imports/take-back.server.ts'
import { undoImport } from '#app/domain/imports/undo-import.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { recordPayoutArrival } from '#app/domain/stripe-mirror/record-payout-arrival.server.ts'
import { answerTribute } from '#app/domain/tributes/answer-tribute.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { givenBankAccount, givenMovement, givenStatement } from '#tests/support/given-bank.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { csvOf, givenBroughtIn } from '#tests/support/given-import.ts'
import { mergeBy } from '#tests/support/given-merge.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { givenCheck, givenDesk } from '#tests/support/given-offline.ts'
import { givenPayout, givenPayoutFailed } from '#tests/support/given-payout.ts'
import { givenTributes } from '#tests/support/given-tributes.ts'
import { meeting } from '#tests/support/meeting.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

/* What is judged by what stands must not be judged while it changes: two acts meet after each has looked. */

const world = await useWorld()
afterAll(async () => expect(await brokenBooks()).toEqual([]))

const system = { scope: { kind: 'system' } } as const
const read = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(system, work)
const whyNot = (result: PromiseSettledResult<unknown> | undefined) =>
  result?.status === 'rejected' ? whyRefused(Promise.reject(result.reason)) : null
const of = (donorId: string) => read((tx) => tx.donor.findUniqueOrThrow({ where: { id: donorId } }))

test('a match is not undone, and no fund placed elsewhere, while its month is closed', async () => {
  const fundId = await givenFund({ slug: 'bail' })
  const treasurer = await givenActor(fundId, ['treasurer'])
  const administrator = await givenActor(fundId, ['administrator'])
  const accountId = await givenBankAccount({ staff: treasurer, fromDay: '2026-09-01' })
  await givenMovement({ fundId, source: 'a', at: new Date('2026-09-27T18:00:00Z'), amount: -5_00n })
  await givenStatement({ staff: treasurer, accountId, rows: [['2026-09-28', 'A', '-5.00']] })
  const match = await read((tx) => tx.bankMatch.findFirstOrThrow())
  await sayNothingMoved({ staff: treasurer, accountId, throughDay: '2026-09-30' })
  const { closeId } = await proposeClose({ staff: treasurer, month: '2026-09' })
  const close = await read((tx) => tx.booksClose.findUniqueOrThrow({ where: { id: closeId } }))
  const stepUpId = await givenStepUp(administrator.id, boundTo.closeBooks(close))

  const savings = { staff: treasurer, name: 'Savings', last4: '0815', fundIds: [], fromDay: '2026-09-01' }
  const { accountId: elsewhere } = await openBankAccount(savings)
  const placed = (fromDay: string) => placeFund({ staff: treasurer, accountId: elsewhere, fundId, fromDay })

  const [closed, undone, moved] = await meeting(world, 'audit_event', [
    () => decideClose({ staff: administrator, closeId, decision: 'confirmed', stepUpId }),
    () => undoMatch({ staff: treasurer, accountId, matchId: match.id, reason: 'wrong_line' }),
    () => placed('2026-09-15'),
  ])
  expect(await whyNot(closed)).toBeNull()
  expect(await whyNot(undone)).toBe('closed_matches_stand')
  expect(await whyNot(moved)).toBe('closed_months_keep_their_account')

  expect(await whyRefused(placed('2026-09-30'))).toBe('closed_months_keep_their_account')
  expect(
    await whyRefused(
      read(
        (tx) => tx.$executeRaw`
          insert into bank_account_fund (fund_id, from_day, bank_account_id, assigned_by, occurred_at)
          values (${fundId}::uuid, '2026-09-30', ${elsewhere}::uuid, ${treasurer.id}::uuid, now())`,
      ),
    ),
  ).toBe('closed_months_keep_their_account')
  // Two who say another first day of what is still open: only the later one can stand beside the other.
  const days = await meeting(world, 'audit_event', [() => placed('2026-10-02'), () => placed('2026-10-01')])
  expect(await Promise.all(days.map(whyNot))).toEqual([null, 'fund_moves_its_account_forward'])
})

test('a payout that arrives and comes back at once leaves nothing at the bank and nothing on its way', async () => {
  const fundId = await givenFund()
  const at = new Date('2026-11-10T12:00:00Z')
  await givenCharge({ at, parts: [{ fundId, giftCents: 90_00n }] })
  const { id, amount } = await givenPayout({ at })
  await meeting(world, 'ledger_transfer', [
    () => recordPayoutArrival({ payoutId: id, arrivedAt: at }),
    () => givenPayoutFailed({ id, amount, at }),
  ])
  const balances = await db().$queryRaw<{ code: string; cents: bigint }[]>`
    select code, balance_cents as cents from account_balance
     where fund_id = ${fundId}::uuid and code in ('bank', 'in_transit', 'stripe') and balance_cents <> 0`
  expect(balances).toEqual([{ code: 'stripe', cents: 90_00n }])
})

test('a gift of an import that is taken back is on no statement that is issued meanwhile', async () => {
  const fundId = await givenFund()
  const staff = await givenActor(fundId, ['administrator'])
  const donorId = await givenDonor({ email: 'ana@donor.example', name: 'Ana Example' })
  const batchId = await givenBroughtIn({ staff, fundId, file: csvOf([{}]) })
  await undoImport({ staff, batchId, stepUpId: await givenStepUp(staff.id, boundTo.undoImport(batchId)) })
  const period = { from: '2019-01-01', to: '2019-12-31' }
  const results = await meeting(world, 'audit_event', [
    () => takeBack({ batchId }),
    () => issueStatement({ donorId, period, timezone: 'America/Chicago' }),
  ])
  expect(results).toEqual([
    { status: 'fulfilled', value: undefined },
    { status: 'fulfilled', value: null },
  ])
})

test('whoever is erased while two of their records become one is erased with both', async () => {
  const desk = await givenDesk()
  const pair = async (name: string) => {
    const donors: string[] = []
    for (const number of [1, 2]) {
      const email = `${name}${number}@donor.example`
      const paymentId = await givenCheck(desk, { amount: 10_00n, giver: { name: 'Kim Example', email } })
      donors.push((await read((tx) => tx.payment.findUniqueOrThrow({ where: { id: paymentId } }))).donorId)
    }
    return { survivorId: donors[0] ?? '', mergedId: donors[1] ?? '' }
  }
  for (const asks of ['survivorId', 'mergedId'] as const) {
    const both = await pair(asks.toLowerCase())
    const results = await meeting(world, 'audit_event', [
      () => mergeBy(desk.administrator, both),
      () => eraseDonor({ donorId: both[asks] }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect((await of(both.survivorId)).erasedAt).not.toBeNull()
    expect((await of(both.mergedId)).erasedAt).not.toBeNull()
  }
})

test('nothing is written down about a donor while they are erased', async () => {
  const desk = await givenDesk()
  const donorId = await givenDonor({ email: 'lee@donor.example' })
  const { id: writtenBy, fundIds } = desk.administrator
  const [erased, noted] = await meeting(world, 'audit_event', [
    () => eraseDonor({ donorId }),
    () =>
      inTransaction({ scope: { kind: 'staff', fundIds } }, (tx) =>
        tx.donorNote.createMany({
          data: { donorId, sealed: new Uint8Array([1]), writtenBy, occurredAt: new Date() },
        }),
      ),
  ])
  expect(await whyNot(erased)).toBeNull()
  expect(await whyNot(noted)).toBe('donor_is_erased')
})

test('a donor who answers eleven notices at once sends ten, and of the eleventh nothing is kept', async () => {
  const intents = await givenTributes({ fundId: await givenFund(), email: 'sam@donor.example', count: 11 })
  const results = await meeting(
    world,
    'gift_tribute_step',
    intents.map((intentId) => () => answerTribute({ intentId, send: true })),
  )
  const refused = (await Promise.all(results.map(whyNot))).filter((why) => why !== null)
  expect(refused).toEqual(['tribute_is_not_for_sending'])
  expect(await read((tx) => tx.mail.count({ where: { message: 'tribute-notice' } }))).toBe(10)
  expect(await read((tx) => tx.giftTributeStep.count({ where: { step: { not: 'asked' } } }))).toBe(10)
})

test('the night does not put an older change of a fund in the place of a newer one', async () => {
  const fundId = await givenFund()
  const staff = await givenActor(fundId, ['administrator'])
  const move = (to: 'paused' | 'open') => changeFundState({ staff, fundId, to, reason: 'board_decision' })
  await move('paused')
  await meeting(world, 'graphile_worker._private_jobs', [() => move('open'), () => watchMonthlyGifts()])
  const newest = await db().fundStateChange.findFirstOrThrow({ where: { fundId }, orderBy: { id: 'desc' } })
  const jobs = await db().$queryRaw<{ change: string }[]>`
    select payload ->> 'changeId' as change from graphile_worker._private_jobs where payload ->> 'fundId' = ${fundId}`
  expect(jobs.map(({ change }) => change)).toContain(String(newest.id))
})
