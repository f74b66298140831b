import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { eraseDonor } from '#app/domain/donor-area/erasure/erase-donor.server.ts'
import { yearsOfDonor } from '#app/domain/donor-area/gifts/gifts-of-donor.server.ts'
import { changeSettings } from '#app/domain/donor-area/settings/change-settings.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { type IssuedStatement, issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { openStatement } from '#app/domain/statements/open-statement.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund, givenOrganization } from '#tests/support/given.ts'
import { givenIntent } from '#tests/support/given-intent.ts'
import {
  givenCharge,
  givenCharges,
  givenDispute,
  givenRefund,
  givenRefundFailure,
} from '#tests/support/given-movements.ts'
import { close, enter, givenBatch, givenDesk } from '#tests/support/given-offline.ts'
import { today } from '#tests/support/given-remittance.ts'
import { hasPoppler, readPdf } from '#tests/support/pdf-text.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const timezone = 'America/Chicago'
let bail: string
let bonds: string

beforeAll(async () => {
  await givenOrganization({ timezone })
  bail = await givenFund()
  bonds = await givenFund({ kind: 'immigration_bond' })
})

const donorOf = async (email: string) => (await db().donor.findUniqueOrThrow({ where: { email } })).id
const year = (of: number) => ({ from: `${of}-01-01`, to: `${of}-12-31` })
const of = (donorId: string, period: { from: string; to: string }, zone = timezone) =>
  issueStatement({ donorId, period, timezone: zone })
const totals = (statement: IssuedStatement | null) =>
  statement && [statement.givenCents, statement.refundedCents, statement.disputedCents, statement.netCents]

test('a gift belongs to the year in which it was given there, whatever the clock at Greenwich said', async () => {
  const email = 'new-year@donor.example'
  const parts = [{ fundId: bail, giftCents: 50_00n }]
  await givenCharge({ email, parts, at: new Date('2025-01-01T05:59:59.999Z') })
  await givenCharge({
    email,
    parts: [{ fundId: bail, giftCents: 7_00n }],
    at: new Date('2025-01-01T06:00:00Z'),
  })
  await givenCharge({
    email,
    parts: [{ fundId: bail, giftCents: 3_00n }],
    at: new Date('2026-01-01T05:30:00Z'),
  })
  const donorId = await donorOf(email)

  expect(totals(await of(donorId, year(2024)))).toEqual([50_00n, 0n, 0n, 50_00n])
  expect(totals(await of(donorId, year(2025)))).toEqual([10_00n, 0n, 0n, 10_00n])
  expect(await of(donorId, year(2026))).toBeNull()
  const honolulu = { from: '2024-12-31', to: '2024-12-31' }
  expect(totals(await of(donorId, honolulu, 'Pacific/Honolulu'))).toEqual([57_00n, 0n, 0n, 57_00n])
  const auckland = { from: '2025-01-01', to: '2025-01-01' }
  expect(totals(await of(donorId, auckland, 'Pacific/Auckland'))).toEqual([57_00n, 0n, 0n, 57_00n])
})

test('asked again it is the same paper; after a refund of the next year it is a new one that names the old', async () => {
  const email = 'robin@donor.example'
  const parts = [
    { fundId: bail, giftCents: 60_00n, feeCoverCents: 1_43n },
    { fundId: bonds, giftCents: 40_00n },
  ]
  const { chargeId } = await givenCharge({ email, parts, at: new Date('2024-03-05T12:00:00Z') })
  await givenCharge({
    email,
    parts: [{ fundId: bail, giftCents: 20_00n }],
    at: new Date('2024-08-05T12:00:00Z'),
  })
  const donorId = await donorOf(email)
  const first = await of(donorId, year(2024))
  expect(first).toMatchObject({ version: 1, replaces: null, netCents: 121_43n })
  expect(await of(donorId, year(2024))).toEqual(first)

  const refundId = await givenRefund({ chargeId, cents: 30_00n, at: new Date('2025-02-01T12:00:00Z') })
  const second = await of(donorId, year(2024))
  expect(second).toMatchObject({
    version: 2,
    replaces: first?.number,
    refundedCents: 30_00n,
    netCents: 91_43n,
  })
  expect(await of(donorId, year(2025)), 'the refund belongs to the gift').toBeNull()

  await givenRefundFailure({ refundId, chargeId, cents: 30_00n, at: new Date('2025-02-09T12:00:00Z') })
  const third = await of(donorId, year(2024))
  expect(third).toMatchObject({ version: 3, replaces: second?.number, refundedCents: 0n, netCents: 121_43n })

  await givenDispute({
    chargeId,
    cents: 50_00n,
    at: new Date('2025-03-01T12:00:00Z'),
    status: 'needs_response',
  })
  expect(await of(donorId, year(2024)), 'while the bank asks, nothing is lost').toEqual(third)
  const pageSays = async () =>
    (await yearsOfDonor({ donorId, timezone })).years.map(({ cents, disputedCents }) => [
      cents,
      disputedCents,
    ])
  expect(await pageSays(), 'the page says the same sum').toEqual([[third?.netCents, 50_00n]])
  await db().dispute.updateMany({ data: { state: 'lost' } })
  expect(await pageSays()).toEqual([[71_43n, 0n]])
  expect(await of(donorId, year(2024))).toMatchObject({
    ...{ version: 4, replaces: third?.number, disputedCents: 50_00n, netCents: 71_43n },
  })
  expect(await brokenBooks()).toEqual([])
})

test('a number stands over one name: a donor who is called otherwise since gets a corrected paper', async () => {
  const email = 'renamed@donor.example'
  await givenCharge({
    ...{ email, parts: [{ fundId: bail, giftCents: 25_00n }], at: new Date('2024-03-05T12:00:00Z') },
  })
  const donorId = await donorOf(email)
  const call = (name: string) => changeSettings({ donorId, change: { intent: 'name', name } })
  await call('Noor Before')
  const first = await of(donorId, year(2024))
  expect(first).toMatchObject({ version: 1, donorName: 'Noor Before' })
  await call('Noor Before')
  expect(await of(donorId, year(2024)), 'the same name said again').toEqual(first)
  await call('Noor After')
  const second = await of(donorId, year(2024))
  expect(second).toMatchObject({ version: 2, replaces: first?.number, donorName: 'Noor After' })
  expect(await of(donorId, year(2024))).toEqual(second)
  if (hasPoppler) {
    const paper = await openStatement({ donorId, period: year(2024), language: 'en' })
    const { text } = await readPdf(paper?.pdf ?? raise())
    expect(text).toContain('Noor After')
    expect(text).toContain(`replaces statement ${first?.number},`)
  }
  expect(await brokenBooks()).toEqual([])

  const names = () => inTransaction({ scope: { kind: 'system' } }, (tx) => tx.annualStatementName.findMany())
  const said = async () => (await names()).filter(({ name }) => name.startsWith('Noor')).length
  expect(await said()).toBe(2)
  await issueReceipts({
    paymentIds: (await db().payment.findMany({ where: { donorId } })).map(({ id }) => id),
  })
  await eraseDonor({ donorId })
  expect(await said()).toBe(0)
  expect(await brokenBooks()).toEqual([])
})

test('what is only on its way is in no statement: a card not charged yet, a check that is counted and not closed', async () => {
  const email = 'on-its-way@donor.example'
  const thisYear = year(Number(today().slice(0, 4)))
  await givenCharge({ email, parts: [{ fundId: bail, giftCents: 20_00n }], at: new Date() })
  await givenIntent({ email, parts: [{ fundId: bail, giftCents: 70_00n }] })
  const donorId = await donorOf(email)
  const desk = await givenDesk()
  const batchId = await givenBatch(desk.intake, { total: 40_00n, pieces: 1, fundIds: [desk.fundIds[0]] })
  await enter(desk.intake, batchId, { amount: 40_00n, reference: '1001' }, { email })

  const first = await of(donorId, thisYear)
  expect(totals(first)).toEqual([20_00n, 0n, 0n, 20_00n])
  await close(desk.treasurer, batchId)
  const second = await of(donorId, thisYear)
  expect(totals(second)).toEqual([60_00n, 0n, 0n, 60_00n])
  expect(second).toMatchObject({ version: 2, replaces: first?.number })
  expect(await brokenBooks()).toEqual([])
})

test('two addresses are two donors, and fifty askers at once get one paper', async () => {
  const at = new Date('2024-05-05T12:00:00Z')
  await givenCharge({ email: 'one@donor.example', parts: [{ fundId: bail, giftCents: 11_00n }], at })
  await givenCharge({ email: 'two@donor.example', parts: [{ fundId: bail, giftCents: 22_00n }], at })
  const [one, two] = [await donorOf('one@donor.example'), await donorOf('two@donor.example')]
  const all = await Promise.all(Array.from({ length: 50 }, () => of(one, year(2024))))
  expect(new Set(all.map((statement) => statement?.number)).size).toBe(1)
  expect(totals(all[0] ?? null)?.[0]).toBe(11_00n)
  expect((await of(two, year(2024)))?.givenCents).toBe(22_00n)
  const seen = await inTransaction({ scope: { kind: 'donor', donorId: two } }, (tx) =>
    tx.annualStatement.findMany(),
  )
  expect(seen.map(({ donorId }) => donorId)).toEqual([two])
  const byStaff = await inTransaction({ scope: { kind: 'staff', fundIds: [bail] } }, (tx) =>
    tx.annualStatement.count(),
  )
  expect(byStaff).toBe(0)
})

test('of any days a statement is what was given less what went back, and days that make up a year add up to it', async () => {
  const email = 'any@donor.example'
  const day = (offset: number) => new Date(Date.UTC(2023, 0, 1, 18) + offset * 86_400_000)
  const gifts = fc.sample(
    fc.record({
      offset: fc.integer({ min: 0, max: 364 }),
      first: fc.bigInt({ min: 1n, max: 99_999n }),
      second: fc.option(fc.bigInt({ min: 1n, max: 99_999n })),
      cover: fc.bigInt({ min: 0n, max: 400n }),
      back: fc.integer({ min: 0, max: 100 }),
    }),
    { numRuns: 40, seed: 4 },
  )
  const charges = await givenCharges(
    gifts.map(({ offset, first, second, cover }) => ({
      email,
      at: day(offset),
      parts: [
        { fundId: bail, giftCents: first, feeCoverCents: cover },
        ...(second ? [{ fundId: bonds, giftCents: second }] : []),
      ],
    })),
  )
  const truth = gifts.map(({ offset, first, second, cover, back }) => {
    const given = first + (second ?? 0n) + cover
    return {
      day: day(offset).toISOString().slice(0, 10),
      given,
      back: back < 30 ? (given * BigInt(back)) / 100n : 0n,
    }
  })
  for (const [index, { back }] of truth.entries()) {
    const chargeId = charges[index]?.chargeId ?? ''
    // In two steps, so that shares are re-divided.
    for (const cents of [back / 3n, back - back / 3n]) {
      if (cents > 0n) await givenRefund({ chargeId, cents, at: new Date('2024-06-01T12:00:00Z') })
    }
  }
  const donorId = await donorOf(email)
  const owed = (from: string, to: string) =>
    truth.reduce((sum, one) => (one.day >= from && one.day <= to ? sum + one.given - one.back : sum), 0n)
  const dayText = (offset: number) => day(offset).toISOString().slice(0, 10)

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 364 }), { minLength: 1, maxLength: 4 }),
      async (cuts) => {
        const bounds = [...new Set([0, ...cuts, 365])].sort((a, b) => a - b)
        let sum = 0n
        for (const [index, from] of bounds.slice(0, -1).entries()) {
          const period = { from: dayText(from), to: dayText((bounds[index + 1] ?? 0) - 1) }
          const net = (await of(donorId, period))?.netCents ?? 0n
          expect(net).toBe(owed(period.from, period.to))
          sum += net
        }
        expect(sum).toBe((await of(donorId, year(2023)))?.netCents)
      },
    ),
    { numRuns: 8, seed: 4 },
  )
  expect(await brokenBooks()).toEqual([])
})

function raise(): never {
  throw new Error('no paper')
}
