import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import { addDisclosure } from '#app/domain/disclosures/add-disclosure.server.ts'
import { reviewDisclosure } from '#app/domain/disclosures/review-disclosure.server.ts'
import { correctReceipt } from '#app/domain/receipts/correct-receipt.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { openReceipt } from '#app/domain/receipts/open-receipt.server.ts'
import { setReceiptTerm } from '#app/domain/receipts/set-receipt-term.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { db } from '#app/platform/db.ts'
import type { ReceiptProps } from '#emails/receipt.tsx'
import { run } from '#tests/support/by-hand.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { givenCharge, givenRefund } from '#tests/support/given-movements.ts'
import { hasPoppler, readPdf } from '#tests/support/pdf-text.ts'
import { brokenRule, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const email = 'robin@donor.example'
let fundId = ''
let donorId = ''
let keeper: Awaited<ReturnType<typeof givenActor>>

async function say(
  place: string,
  en: string,
  more: { ar?: string; onReceipts?: boolean; from?: string } = {},
) {
  const { ar = '', onReceipts = true, from = '2026-01-01' } = more
  await addDisclosure({
    staff: keeper,
    disclosure: {
      ...{ place, effectiveFrom: new Date(from), effectiveUntil: null, source: 'Statute 1', onReceipts },
      ...{ readOn: new Date('2026-01-02'), texts: { en, es: '', ar, vi: '', zh: '' } },
    },
  })
  const { id } = await db().stateDisclosure.findFirstOrThrow({
    where: { place },
    orderBy: { version: 'desc' },
  })
  await reviewDisclosure({
    staff: await givenActor(keeper.fundIds[0] ?? '', ['treasurer']),
    disclosureId: id,
    counsel: 'Ada',
    reviewedOn: new Date('2026-02-01'),
  })
  return id
}

async function given(day: string) {
  const charge = await givenCharge({
    ...{ email, at: new Date(`${day}T18:00:00Z`) },
    parts: [{ fundId, giftCents: 50_00n }],
  })
  await issueReceipts({ paymentIds: [charge.paymentId] })
  const receipt = await db().receipt.findUniqueOrThrow({ where: { paymentId: charge.paymentId } })
  return { ...charge, number: receipt.number, mailId: receipt.mailId ?? '' }
}

const paper = async (number: bigint, language: 'en' | 'ar' | 'vi' = 'en') => {
  const opened = await openReceipt({ number, language, donorId })
  if (!opened) throw new Error('no such receipt')
  return readPdf(Readable.from(await buffer(opened.pdf)))
}
const mailed = async (mailId: string) =>
  ((await db().mail.findUniqueOrThrow({ where: { id: mailId } })).props as ReceiptProps).disclosures

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  keeper = await givenActor(fundId, ['administrator'])
  donorId = await givenDonor({ email })
})

test.skipIf(!hasPoppler)(
  'a receipt carries what states ask for on the gift’s day, on paper and by mail, and keeps it',
  async () => {
    await say('US-IL', 'Illinois asks for this first text.', { ar: 'نص أول تطلبه إلينوي.' })
    await say('US-NY', 'New York wants it on the page alone.', { onReceipts: false })
    await say('US-WA', 'Washington begins later.', { from: '2026-09-01' })
    const first = await given('2026-06-01')
    expect(await mailed(first.mailId)).toEqual([
      { english: 'Illinois asks for this first text.', translated: null },
    ])

    // The law changes, and another state's text is entered late: the receipt that was written stays.
    await say('US-IL', 'Illinois asks for this second text.')
    await say('US-CA', 'California was entered late.')
    const english = await paper(first.number)
    expect(english.text).toContain('Notices required by states Illinois asks for this first text.')
    expect(english.text).not.toMatch(/second|New York|Washington|California/)

    const arabic = await paper(first.number, 'ar')
    expect(arabic.text).toContain('Illinois asks for this first text.')
    expect([arabic.text, ...arabic.actual].join(' ')).toMatch(/إلينوي/)
    expect((await paper(first.number, 'vi')).text).toContain('Illinois asks for this first text.')

    await givenRefund({ chargeId: first.chargeId, cents: 20_00n, at: new Date('2026-10-01T18:00:00Z') })
    await correctReceipt({ paymentId: first.paymentId })
    const corrected = await db().receiptCorrection.findFirstOrThrow({ where: { paymentId: first.paymentId } })
    expect(await mailed(corrected.mailId ?? '')).toEqual(await mailed(first.mailId))
    const anew = await paper(corrected.number)
    expect(anew.text).toContain('Illinois asks for this first text.')
    expect(anew.text).not.toContain('second')

    const later = await given('2026-10-05')
    expect((await mailed(later.mailId))?.map((one) => one.english)).toEqual([
      'California was entered late.',
      'Illinois asks for this second text.',
      'Washington begins later.',
    ])

    const [kept] = await db().receiptDisclosure.findMany({ where: { paymentId: first.paymentId } })
    const broken = (sql: string, url = world.appUrl) =>
      brokenRule(namingViolations(() => run(url, [[sql, []]])))
    const add = (payment: string, disclosure: string) =>
      `insert into receipt_disclosure (payment_id, disclosure_id) values ('${payment}', '${disclosure}')`
    const { id: late } = await db().stateDisclosure.findFirstOrThrow({ where: { place: 'US-CA' } })
    expect(await broken(add(first.paymentId, late))).toBe('receipt_says_what_it_said')
    for (const sql of ['delete from receipt_disclosure', 'update receipt_disclosure set recorded_at = now()'])
      expect(await broken(sql, world.ownerUrl)).toBe('receipt_says_what_it_said')
    const open = await givenCharge({
      ...{ email, at: new Date('2026-06-02T18:00:00Z') },
      parts: [{ fundId, giftCents: 5_00n }],
    })
    const { id: newYork } = await db().stateDisclosure.findFirstOrThrow({ where: { place: 'US-NY' } })
    expect(await broken(add(open.paymentId, newYork))).toBe('receipt_says_what_states_ask')
    expect(
      await broken(`insert into receipt (payment_id, mail_id, number, total_cents)
        select p.id, '${first.mailId}', p.receipt_number, p.amount_cents from payment p where p.id = '${open.paymentId}'`),
    ).toBe('receipt_says_what_states_ask')
    expect(kept?.recordedAt).toBeInstanceOf(Date)
  },
)

test('how long receipts are kept is said by an administrator, within bounds, and on record', async () => {
  const years = async () => (await db().organization.findFirstOrThrow()).receiptYears
  const treasurer = await givenActor(fundId, ['treasurer'])
  expect(await whyRefused(setReceiptTerm({ staff: treasurer, years: 10 }))).toBe('role_may_not')
  for (const wrong of [0, 31])
    expect(await whyRefused(setReceiptTerm({ staff: keeper, years: wrong }))).toBe(
      'receipt_term_is_one_to_thirty_years',
    )
  expect(await whyRefused(setReceiptTerm({ staff: keeper, years: 7 }))).toBe('nothing_changes')
  expect(await years()).toBe(7)
  await setReceiptTerm({ staff: keeper, years: 10 })
  expect(await years()).toBe(10)
  const broken = (sql: string, url = world.appUrl) =>
    brokenRule(namingViolations(() => run(url, [[sql, []]])))
  expect(await broken('update organization set receipt_years = 1')).toBe('receipt_term_changes_by_record')
  expect(await broken('delete from receipt_term', world.ownerUrl)).toBe('receipt_terms_are_append_only')
  expect(
    await broken(
      `insert into receipt_term (years, set_by, occurred_at) values (3, '${treasurer.id}', now())`,
      world.ownerUrl,
    ),
  ).toBe('receipt_term_is_set_by_administrators')
  expect(await years()).toBe(10)
})
