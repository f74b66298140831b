import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { sendReceiptAgain } from '#app/domain/donor-area/documents/send-receipt-again.server.ts'
import { changeSettings } from '#app/domain/donor-area/settings/change-settings.server.ts'
import { ownSettings } from '#app/domain/donor-area/settings/own-settings.server.ts'
import { currentDonor } from '#app/domain/donor-area/sign-in/current-donor.server.ts'
import { recordMailEvents } from '#app/domain/mail/record-mail-events.server.ts'
import { resendMail } from '#app/domain/mail/resend-mail.server.ts'
import { readSendgridEvents } from '#app/domain/mail/sendgrid-event.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenDonorSession } from '#tests/support/given-donor.ts'
import { mergeBy } from '#tests/support/given-merge.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const { give, settled } = await useRunning(world)

const email = 'nell@donor.example'
let staff: ActingStaff
/** Known by a check alone, which named no address; the record that stands. */
let donorId: string
/** The same person, who gives by card. */
let joinedId: string
beforeAll(async () => {
  const fundId = await givenFund({ slug: 'bail' })
  staff = await givenActor(fundId, ['treasurer', 'administrator'])
  ;({ id: donorId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.donor.create({ data: { name: 'Nell Check', language: 'en' } }),
  ))
  await give({ slug: 'bail', amount: '20', email })
  await settled()
  joinedId = (await db().donor.findUniqueOrThrow({ where: { email } })).id
  await mergeBy(staff, { survivorId: donorId, mergedId: joinedId })
})

const receiptMails = (recipient: string) =>
  db().mail.findMany({ where: { message: 'receipt', recipient }, orderBy: { recordedAt: 'asc' } })

async function reported(mailId: string, event: Record<string, string>): Promise<void> {
  const told = { sg_event_id: randomUUID(), email, mail_id: mailId, ...event }
  const events = [{ ...told, timestamp: Math.floor(Date.now() / 1000) }]
  await recordMailEvents({ events: readSendgridEvents(Buffer.from(JSON.stringify(events))) ?? [] })
}

const isStopped = async (topic: string) => {
  const [row] = await db().$queryRaw<{ is: boolean }[]>`select is_suppressed(${email}, ${topic}) as is`
  return row?.is
}

test('a donor without an address of their own has their receipt sent again to the one that was joined', async () => {
  const { receiptNumber } = await db().payment.findFirstOrThrow({ where: { donorId } })
  expect(await sendReceiptAgain({ donorId, number: receiptNumber ?? 0n })).toBe('receipt')
  expect(await receiptMails(email)).toMatchObject([{ donorId: joinedId }, { donorId }])
})

test('they read where they are written to, and hear again there of what they stopped in their mail program', async () => {
  expect(await ownSettings({ donorId })).toMatchObject({ email })
  const [receipt] = await receiptMails(email)
  await reported(receipt?.id ?? '', { event: 'unsubscribe' })
  expect(await isStopped('news')).toBe(true)
  await changeSettings({ donorId, change: { intent: 'topics', topics: ['news'] } })
  expect(await isStopped('news')).toBe(false)
})

test('a receipt of theirs that came back goes to the right address, and so does everything after it', async () => {
  const [, again] = await receiptMails(email)
  const mailId = again?.id ?? ''
  await reported(mailId, { event: 'bounce', type: 'bounce', reason: '550 no such mailbox' })
  const to = 'nell.right@donor.example'
  await resendMail({ staff, mailId, to, reason: 'donor_told_us' })

  expect(await receiptMails(to)).toMatchObject([{ donorId }])
  expect(await db().donor.findUniqueOrThrow({ where: { id: donorId } })).toMatchObject({ email: null })
  expect(await db().donor.findUniqueOrThrow({ where: { id: joinedId } })).toMatchObject({ email: to })
  expect(await db().giftIntent.count({ where: { email } })).toBe(0)
  const sessionId = await givenDonorSession(joinedId)
  expect(await currentDonor({ sessionId })).toMatchObject({ id: donorId, email: to })
  expect(await brokenBooks()).toEqual([])
})
