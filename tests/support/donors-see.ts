import { receiptsOfDonor } from '#app/domain/donor-area/documents/receipts-of-donor.server.ts'
import { giftsOfDonor } from '#app/domain/donor-area/gifts/gifts-of-donor.server.ts'
import { impactOfDonor } from '#app/domain/donor-area/gifts/impact-of-donor.server.ts'
import { monthlyGiftsOfDonor } from '#app/domain/donor-area/gifts/monthly-gifts-of-donor.server.ts'
import { giftSteps } from '#app/domain/pool-share/gift-steps.server.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { readingIn } from '#app/domain/transparency/read.server.ts'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import type { ImpactUpdateProps } from '#emails/impact-update.tsx'
import { Prisma } from '#prisma/generated/client.ts'

/**
 * What every donor is told of their gifts, a line each: the statement by fund, gifts, years, monthly gifts with the next
 * charge and the card, receipts in force, and the impact. Without numbers and ids, which are others every time.
 */
export async function donorsSee(): Promise<string[]> {
  const donors = await db().donor.findMany({ orderBy: { email: 'asc' } })
  const seen: string[] = []
  for (const { id: donorId, email } of donors) {
    const said = [
      ...(await statementOf(donorId)),
      ...(await giftsOf(donorId)),
      ...(await monthlyOf(donorId)),
      ...(await receiptsOf(donorId)),
      ...(await impactOf(donorId)),
    ]
    seen.push(...said.map((line) => `sees ${email} ${line}`))
  }
  return seen.sort()
}

const line = (...said: unknown[]) =>
  JSON.stringify(said, (_, value) => (typeof value === 'bigint' ? `${value}c` : value))

async function statementOf(donorId: string): Promise<string[]> {
  const thisYear = new Date().getUTCFullYear()
  const period = { from: `${thisYear - 1}-01-01`, to: `${thisYear}-12-31` }
  const statement = await issueStatement({ donorId, period, timezone: 'America/Chicago' })
  if (!statement) return []
  const lines = await inTransaction(
    { scope: { kind: 'donor', donorId } },
    (tx) => tx.$queryRaw<{ kind: string; fund: string; cents: bigint; given: Date; at: Date }[]>`
      select l.kind, f.slug as fund, l.amount_cents as cents, l.given_at as given, l.occurred_at as at
        from annual_statement_line l join fund f on f.id = l.fund_id where l.statement_id = ${statement.id}::uuid`,
  )
  const { givenCents, refundedCents, disputedCents, netCents } = statement
  return [
    line('statement', { givenCents, refundedCents, disputedCents, netCents }),
    ...lines.map((each) => line('statement line', each)),
  ]
}

async function giftsOf(donorId: string): Promise<string[]> {
  const of = { donorId, language: 'en', timezone: 'America/Chicago', after: null, limit: 200 }
  const { gifts = [], years = [] } = (await giftsOfDonor(of)) ?? {}
  return [
    ...years.map((year) => line('year', year)),
    ...gifts.map(({ id: _id, receiptNumber: _number, parts, ...gift }) =>
      line('gift', gift, parts.map((part) => line(part)).sort()),
    ),
  ]
}

async function monthlyOf(donorId: string): Promise<string[]> {
  const monthly = await monthlyGiftsOfDonor({ donorId, language: 'en' })
  return monthly.map(({ id: _id, manageUrl: _url, parts, ...gift }) =>
    line('monthly', gift, parts.map((part) => line(part)).sort()),
  )
}

async function receiptsOf(donorId: string): Promise<string[]> {
  const { receipts } = await receiptsOfDonor({ donorId, before: null })
  return receipts.flatMap(({ givenAt, totalCents, replacedBy }) => {
    if (replacedBy === 'none') return [line('receipt that counts no more', givenAt)]
    return replacedBy === null ? [line('receipt', givenAt, totalCents)] : []
  })
}

/**
 * The impact as the donor's page and the mail of a published update tell it, as of the fund's last publication close; and
 * beneath it what of each gift the pool works with.
 */
async function impactOf(donorId: string): Promise<string[]> {
  const impacts = await impactOfDonor({ donorId, language: 'en' })
  const window = { at: { cutAt: now(), through: 2n ** 62n }, since: null }
  const payments = Prisma.sql`select id from payment where donor_id = ${donorId}::uuid`
  const mails = await db().mail.findMany({ where: { donorId, message: 'impact-update' } })
  const told = mails.map(({ props }) => line('impact mail', (props as unknown as ImpactUpdateProps).share))
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    for (const { fundId, fund, share } of impacts) {
      const of = { window: { fundId, ...window }, currentSeq: 1, payments }
      const gifts = await giftSteps(readingIn(tx), of)
      told.push(line('impact', fund, share))
      told.push(...gifts.map(({ steps }) => line('share', fund, steps)))
    }
    return told
  })
}
