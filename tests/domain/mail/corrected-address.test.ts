import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { recordMailEvents } from '#app/domain/mail/record-mail-events.server.ts'
import { resendMail } from '#app/domain/mail/resend-mail.server.ts'
import { readSendgridEvents } from '#app/domain/mail/sendgrid-event.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { db } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { forced } from '#tests/support/forced.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenMonthly } from '#tests/support/given-monthly.ts'
import { useRunning } from '#tests/support/running.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const running = await useRunning(world)
const { control, settled } = running

const month = async () => {
  await control.post('clock', { advanceSeconds: 32 * 86_400 })
  await settled()
}

test('after staff corrected an address, renewals stay with the donor, and their receipts go to the new one', async () => {
  const fundId = await givenFund({ slug: 'bail' })
  const staff = await givenActor(fundId, ['treasurer', 'administrator'])
  const gift = await givenMonthly(running)
  const receipt = await db().mail.findFirstOrThrow({ where: { donorId: gift.donorId, message: 'receipt' } })
  await bounced(receipt.id, gift.email)
  const right = `right-${gift.email}`
  await resendMail({ staff, mailId: receipt.id, to: right, reason: 'typing_mistake' })
  await month()

  const payments = await db().payment.findMany({ where: { recurringDonationId: gift.id } })
  expect(payments.map(({ donorId }) => donorId)).toEqual([gift.donorId, gift.donorId])
  expect(await db().donor.count({ where: { email: gift.email } })).toBe(0)
  const receipts = await db().mail.findMany({ where: { message: 'receipt' }, orderBy: { recordedAt: 'asc' } })
  expect(receipts.map(({ recipient }) => recipient)).toEqual([gift.email, right, right])
  const { now } = await control.get<{ now: number }>('clock')
  const period = { from: '2020-01-01', to: new Date(now * 1000).toISOString().slice(0, 10) }
  const statement = await issueStatement({ donorId: gift.donorId, period, timezone: 'America/Chicago' })
  expect(statement?.netCents).toBe(40_00n)
  expect(await brokenBooks()).toEqual([])
})

test('a renewal is its schedule’s donor’s, whatever address its intent kept; the books say so past every rule', async () => {
  const gift = await givenMonthly(running)
  await db().donor.update({ where: { id: gift.donorId }, data: { email: `moved-${gift.email}` } })
  await month()
  const payments = await db().payment.findMany({ where: { recurringDonationId: gift.id } })
  expect(payments.map(({ donorId }) => donorId)).toEqual([gift.donorId, gift.donorId])
  expect(await db().donor.count({ where: { email: gift.email } })).toBe(0)

  const other = await givenMonthly(running)
  await asOwner(world.ownerUrl, null, (owner) =>
    forced(
      owner,
      `update payment set donor_id = '${other.donorId}' where recurring_donation_id = '${gift.id}'`,
    ),
  )
  expect((await brokenBooks()).map((line) => line.split(/\s+/)[1])).toContain('monthly_payment_is_its_donors')
})

async function bounced(mailId: string, email: string): Promise<void> {
  const event = {
    ...{ sg_event_id: randomUUID(), event: 'bounce', type: 'bounce', reason: '550 no such mailbox' },
    ...{ email, mail_id: mailId, timestamp: Math.floor(Date.now() / 1000) },
  }
  await recordMailEvents({ events: readSendgridEvents(Buffer.from(JSON.stringify([event]))) ?? [] })
}
