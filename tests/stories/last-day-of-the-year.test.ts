import { expect, test } from 'vitest'
import { organization } from '#app/domain/organization/organization.server.ts'
import { openReceipt } from '#app/domain/receipts/open-receipt.server.ts'
import { announceStatements } from '#app/domain/statements/announce-statements.server.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { openStatement } from '#app/domain/statements/open-statement.server.ts'
import { sendStatements } from '#app/domain/statements/send-statements.server.ts'
import { statementYears } from '#app/domain/statements/statement-years.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { forced } from '#tests/support/forced.ts'
import { givenFund, givenOrganization } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { atStripeTime } from '#tests/support/given-monthly.ts'
import { layOut, ledgerTable } from '#tests/support/ledger-table.ts'
import { hasPoppler, readPdf } from '#tests/support/pdf-text.ts'
import { useRunning } from '#tests/support/running.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const running = await useRunning(world)
const { give, settled, control } = running

const robin = 'robin@donor.example'
/** Stripe counts in UTC; what is said beside a moment is the organization's clock. */
const at = async (moment: string) => {
  await control.post('clock', { at: Date.parse(moment) / 1000 })
}
const giveAt = async (moment: string, amount: string, email = robin) => {
  await at(moment)
  const { charge } = await atStripeTime(running, () => give({ slug: 'bail', amount, email }))
  return charge ?? ''
}
/** The organization as it would be elsewhere, with the same gifts. */
const moveTo = (zone: string) =>
  asOwner(world.ownerUrl, null, (owner) =>
    forced(owner, `update organization set timezone = '${zone}' where id = 1`),
  )

async function statements(donorId: string): Promise<string> {
  const { timezone } = await organization()
  const rows = []
  for (const year of (await statementYears({ donorId })).toSorted()) {
    const period = { from: `${year}-01-01`, to: `${year}-12-31` }
    const statement = await issueStatement({ donorId, period, timezone })
    if (!statement) continue
    const { version, givenCents, refundedCents, netCents } = statement
    rows.push([timezone, String(year), ...[version, givenCents, refundedCents, netCents].map(String)])
  }
  return layOut([['zone', 'year', 'version', 'given', 'refunded', 'net'], ...rows])
}

test('the last day of the year ends when it ends for the organization, whatever Stripe’s clock says', async () => {
  await givenOrganization({ timezone: 'America/Chicago' })
  const fundId = await givenFund({ slug: 'bail' })
  const treasurer = await givenActor(fundId, ['treasurer'])

  // The evening of 30 November: from here on each month is charged on its last evening, which is the next month in UTC.
  await at('2025-12-01T05:30:00Z')
  await atStripeTime(running, () => give({ slug: 'bail', amount: '40', frequency: 'monthly', email: robin }))
  await giveAt('2025-12-31T14:30:00Z', '10')
  const afternoon = await giveAt('2025-12-31T15:30:00Z', '20')
  const lateEvening = await giveAt('2026-01-01T05:56:00Z', '70')
  await giveAt('2026-01-01T06:00:00Z', '100')
  await giveAt('2026-01-01T09:56:00Z', '200', 'lou@donor.example')
  await giveAt('2026-01-01T10:00:00Z', '300')
  await settled()
  const { id: donorId } = await db().donor.findUniqueOrThrow({ where: { email: robin } })

  const renewed = await db().payment.findFirstOrThrow({
    where: { recurringDonationId: { not: null } },
    orderBy: { occurredAt: 'desc' },
  })
  expect(renewed.occurredAt.toISOString()).toMatch(/^2026-01-01T05:30/)
  expect(await statements(donorId)).toMatchInlineSnapshot(`
    "zone             year  version  given  refunded    net
    America/Chicago  2025  1        18000  0         18000
    America/Chicago  2026  1        40000  0         40000"
  `)

  // After New Year money goes back: it is booked then, and belongs to the year of its gift.
  await at('2026-01-02T15:00:00Z')
  await stripe().refunds.create({ charge: lateEvening, amount: 7_00 })
  await stripe().refunds.create({ charge: afternoon })
  await at('2026-01-05T15:00:00Z')
  await stripe().refunds.create({ charge: String(renewed.chargeId), amount: 4_00 })
  await settled()
  expect(await statements(donorId)).toMatchInlineSnapshot(`
    "zone             year  version  given  refunded    net
    America/Chicago  2025  2        18000  3100      14900
    America/Chicago  2026  1        40000  0         40000"
  `)
  const refunds = await db().refund.findMany({ select: { occurredAt: true } })
  for (const { occurredAt } of refunds) expect(occurredAt.getUTCFullYear()).toBe(2026)

  const batchId = await asOfTime(new Date('2026-01-15T12:00:00Z'), () =>
    sendStatements({ staff: treasurer, year: 2025 }),
  )
  while ((await announceStatements({ batchId })) !== 'done');
  expect(
    await db().mail.findMany({ where: { message: 'statement-ready' }, select: { recipient: true } }),
  ).toEqual([{ recipient: robin }])

  if (hasPoppler) {
    const year = { from: '2025-01-01', to: '2025-12-31' }
    const paper = await openStatement({ donorId, period: year, language: 'en' })
    const { text } = await readPdf(paper?.pdf as NonNullable<typeof paper>['pdf'])
    expect(text).toContain('December 31, 2025')
    expect(text).not.toContain('January 1, 2026')
    const late = await db().payment.findUniqueOrThrow({ where: { chargeId: lateEvening } })
    const receipt = await openReceipt({ number: late.receiptNumber ?? 0n, language: 'en', donorId })
    expect(receipt && (await readPdf(receipt.pdf)).text).toContain('December 31, 2025')
  }

  await moveTo('Pacific/Honolulu')
  expect(await statements(donorId)).toMatchInlineSnapshot(`
    "zone              year  version  given  refunded    net
    Pacific/Honolulu  2025  3        28000  3100      24900
    Pacific/Honolulu  2026  2        30000  0         30000"
  `)
  await moveTo('Asia/Tokyo')
  expect(await statements(donorId)).toMatchInlineSnapshot(`
    "zone        year  version  given  refunded    net
    Asia/Tokyo  2025  4        5000   0          5000
    Asia/Tokyo  2026  3        53000  3100      49900"
  `)

  // Stripe counts months in UTC: the last evening of each month, and in summer time half an hour after it.
  await at('2026-04-02T12:00:00Z')
  await settled()
  const charged = await db().payment.findMany({
    where: { recurringDonationId: renewed.recurringDonationId },
    orderBy: { occurredAt: 'asc' },
  })
  expect(
    charged.map(({ occurredAt }) => occurredAt.toLocaleDateString('en-CA', { timeZone: 'America/Chicago' })),
  ).toMatchInlineSnapshot(`
    [
      "2025-11-30",
      "2025-12-31",
      "2026-01-31",
      "2026-02-28",
      "2026-04-01",
    ]
  `)

  const rows = (await ledgerTable(world)).split('\n').filter((row) => !row.startsWith('payout'))
  expect(rows.map((row) => row.trimEnd()).join('\n')).toMatchInlineSnapshot(`
    "code            debit            credit       amount
    donation        stripe           gifts        $40.00
    processing_fee  processing_fees  stripe        $1.18
    donation        stripe           gifts        $10.00
    processing_fee  processing_fees  stripe        $0.52
    donation        stripe           gifts        $20.00
    processing_fee  processing_fees  stripe        $0.74
    donation        stripe           gifts        $40.00
    processing_fee  processing_fees  stripe        $1.18
    donation        stripe           gifts        $70.00
    processing_fee  processing_fees  stripe        $1.84
    donation        stripe           gifts       $100.00
    processing_fee  processing_fees  stripe        $2.50
    donation        stripe           gifts       $200.00
    processing_fee  processing_fees  stripe        $4.70
    donation        stripe           gifts       $300.00
    processing_fee  processing_fees  stripe        $6.90
    refund          gifts            stripe        $7.00
    refund          gifts            stripe       $20.00
    refund          gifts            stripe        $4.00
    donation        stripe           gifts        $40.00
    processing_fee  processing_fees  stripe        $1.18
    donation        stripe           gifts        $40.00
    processing_fee  processing_fees  stripe        $1.18
    donation        stripe           gifts        $40.00
    processing_fee  processing_fees  stripe        $1.18"
  `)
  expect(await brokenBooks()).toEqual([])
})
