import { afterAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { openEarlierStatement, openStatement } from '#app/domain/statements/open-statement.server.ts'
import { earlierStatements } from '#app/domain/statements/statement-years.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund, givenOrganization } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { csvOf, givenBroughtIn } from '#tests/support/given-import.ts'
import { mergeBy, undoBy } from '#tests/support/given-merge.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { askBack, close, confirmBack, enter, givenBatch, givenDesk } from '#tests/support/given-offline.ts'
import { hasPoppler, readPdf } from '#tests/support/pdf-text.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
afterAll(async () => expect(await brokenBooks()).toEqual([]))

const year = { from: '2025-01-01', to: '2025-12-31' }
const of = (donorId: string, period = year) => issueStatement({ donorId, period, timezone: 'UTC' })
const donorOf = async (email: string) => (await db().donor.findUniqueOrThrow({ where: { email } })).id

/** Two records of one person, with a gift of 40 and one of 60 dollars. */
async function givenTwoRecords(name: string) {
  await givenOrganization({ timezone: 'UTC' })
  const fundId = await givenFund()
  const staff = await givenActor(fundId, ['treasurer'])
  const gift = async (record: string, dollars: bigint, at: string) => {
    const email = `${name}.${record}@donor.example`
    await givenCharge({ email, parts: [{ fundId, giftCents: dollars * 100n }], at: new Date(at) })
    return donorOf(email)
  }
  const survivorId = await gift('new', 40n, '2025-03-01T12:00:00Z')
  const mergedId = await gift('old', 60n, '2025-09-01T12:00:00Z')
  return { staff, survivorId, mergedId }
}

/** Which of two people's papers are in force, by their numbers. */
const inForce = async (numbers: (bigint | undefined)[]) => {
  const rows = await inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<{ number: bigint }[]>`
    select number from annual_statement where statement_in_force_instead(id) is null order by number`,
  )
  const standing = new Set(rows.map(({ number }) => number))
  return numbers.map((number) => standing.has(number ?? 0n))
}

test('a paper of two records that became one takes the place of each that names one of its gifts, and says so', async () => {
  const { staff, survivorId, mergedId } = await givenTwoRecords('ana')
  const [own, other] = [await of(survivorId), await of(mergedId)]
  const spring = await of(mergedId, { from: '2025-09-01', to: '2025-09-30' })
  await mergeBy(staff, { survivorId, mergedId })
  expect(await earlierStatements({ donorId: survivorId })).toMatchObject([
    { number: spring?.number, replacedBy: null },
    { number: other?.number, replacedBy: null },
  ])
  expect(await brokenBooks(), 'no gift stands in both yet').toEqual([])

  const whole = await of(survivorId)
  expect(whole).toMatchObject({ version: 2, replaces: own?.number, givenCents: 100_00n })
  expect(whole?.takesPlaceOf).toEqual([other?.number, spring?.number])
  expect(await of(survivorId), 'asked again it is the same paper').toEqual(whole)
  expect(await inForce([own?.number, other?.number, spring?.number, whole?.number])).toEqual([
    ...[false, false, false, true],
  ])
  expect((await earlierStatements({ donorId: survivorId })).map(({ replacedBy }) => replacedBy)).toEqual([
    whole?.number,
    whole?.number,
  ])
  if (!hasPoppler) return
  const paper = await openStatement({ donorId: survivorId, period: year, language: 'en' })
  const { text } = await readPdf(paper?.pdf ?? raise())
  expect(text).toContain('Corrected statement of gifts')
  for (const { number } of [own, other, spring].map((one) => one ?? raise()))
    expect(text).toContain(`replaces statement ${number},`)
  const old = await openEarlierStatement({ donorId: survivorId, number: other?.number ?? 0n, language: 'en' })
  expect((await readPdf(old ?? raise())).text).toContain(`Statement ${whole?.number} is in force instead`)
})

test('taken apart again, each gets a paper of their own, and joined once more there is one again', async () => {
  const { staff, survivorId, mergedId } = await givenTwoRecords('ben')
  const theirs = await of(mergedId)
  const { mergeId } = await mergeBy(staff, { survivorId, mergedId })
  const whole = await of(survivorId)
  expect(whole).toMatchObject({ version: 1, replaces: null, takesPlaceOf: [theirs?.number] })

  await undoBy(staff, { donorId: survivorId, mergeId })
  const anew = await of(mergedId)
  expect(anew).toMatchObject({ version: 2, replaces: theirs?.number, givenCents: 60_00n })
  expect(anew?.takesPlaceOf, "nobody is told another's number").toEqual([])
  expect(await of(mergedId)).toEqual(anew)
  expect(await earlierStatements({ donorId: mergedId })).toEqual([])
  expect(await inForce([theirs?.number, whole?.number, anew?.number])).toEqual([false, false, true])
  const own = await of(survivorId)
  expect(own).toMatchObject({ version: 2, replaces: whole?.number, givenCents: 40_00n })

  await mergeBy(staff, { survivorId, mergedId })
  const again = await of(survivorId)
  expect(again).toMatchObject({ version: 3, replaces: own?.number, takesPlaceOf: [anew?.number] })
  expect(await inForce([own?.number, anew?.number, again?.number])).toEqual([false, false, true])
})

test('the books find a gift in two papers of one person', async () => {
  const { staff, survivorId, mergedId } = await givenTwoRecords('cleo')
  await of(mergedId)
  await mergeBy(staff, { survivorId, mergedId })
  await of(survivorId)
  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query('create table taken as table statement_succession')
    await owner.query(
      'alter table statement_succession disable trigger user; delete from statement_succession',
    )
    expect((await brokenBooks()).join()).toContain('gift_stands_in_one_records_statement')
    await owner.query('insert into statement_succession table taken; drop table taken')
    await owner.query('alter table statement_succession enable trigger user')
  })
})

test('whoever asks while an import is taken back is asked to wait a moment, and gets the paper then', async () => {
  const fundId = await givenFund()
  const staff = await givenActor(fundId, ['administrator'])
  const donorId = await givenDonor({ email: 'dee@donor.example', name: 'Dee Example' })
  const batchId = await givenBroughtIn({
    staff,
    fundId,
    file: csvOf([{ email: 'dee@donor.example', name: 'Dee Example' }]),
  })
  const period = { from: '2019-01-01', to: '2019-12-31' }
  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query('begin')
    await owner.query('select hold_import($1, true)', [batchId])
    const asked = performance.now()
    expect(await refusalOf(of(donorId, period))).toEqual({ code: 'statement_waits', params: {} })
    expect(performance.now() - asked).toBeLessThan(5_000)
    await owner.query('rollback')
  })
  expect(await of(donorId, period)).toMatchObject({ version: 1, givenCents: 25_00n })
})

test('a check that was entered for one record is known for the person, while two records are one', async () => {
  const desk = await givenDesk()
  const fundIds = [desk.fundIds[0]]
  const [one, two] = [await givenPayer('eve.new@donor.example'), await givenPayer('eve.old@donor.example')]
  const batchId = await givenBatch(desk.intake, { total: 30_00n, pieces: 1, fundIds })
  const check = (staff: ActingStaff, donorId: string, batch: string) =>
    enter(staff, batch, { amount: 30_00n, reference: 'No. 88' }, { donorId })
  await check(desk.intake, two, batchId)
  const [paymentId = ''] = (await close(desk.treasurer, batchId)).paymentIds
  const { mergeId } = await mergeBy(desk.treasurer, { survivorId: one, mergedId: two })

  const next = await givenBatch(desk.intake, { total: 60_00n, pieces: 2, reference: 'Deposit 18', fundIds })
  for (const donorId of [one, two])
    expect(await refusalOf(check(desk.intake, donorId, next))).toMatchObject({
      code: 'check_is_entered_once',
    })
  const byHand = (donorId: string) =>
    inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.offlineBatchLine.create({
        data: {
          ...{ batchId: next, donorId, giftKind: 'check', amountCents: 30_00n, memo: 'none' },
          ...{ receivedOn: new Date('2026-01-02'), reference: 'no. 88', sponsor: '', ticker: '' },
          ...{ enteredBy: desk.intake.id, occurredAt: new Date() },
        },
      }),
    )
  expect(await whyRefused(byHand(one))).toBe('check_is_entered_once')

  // One that came back unpaid may be paid in again; two people who are two again each have their own checks.
  await undoBy(desk.treasurer, { donorId: one, mergeId })
  await check(desk.intake, one, next)
  expect(await refusalOf(check(desk.intake, two, next))).toMatchObject({ code: 'check_is_entered_once' })
  await confirmBack(desk.administrator, await askBack(desk.treasurer, paymentId))
  await check(desk.intake, two, next)
})

const givenPayer = (email: string) => givenDonor({ email, name: 'Eve Example' })

function raise(): never {
  throw new Error('a paper was expected')
}
