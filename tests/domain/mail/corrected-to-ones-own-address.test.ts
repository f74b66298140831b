import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { resendMail } from '#app/domain/mail/resend-mail.server.ts'
import { db } from '#app/platform/db.ts'
import { givenGift } from '#tests/domain/pool-share/given-gifts.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { type GivenMail, givenBounce, givenMail } from '#tests/support/given-mail.ts'
import { mergeBy, undoBy } from '#tests/support/given-merge.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let fundId = ''
let staff: ActingStaff
beforeAll(async () => {
  fundId = await givenFund()
  staff = await givenActor(fundId, ['treasurer', 'administrator'])
})

/** A donor who gave, and whose receipt came back. */
async function givenBounced(): Promise<GivenMail> {
  const mail = await givenMail()
  await givenGift(fundId, { amount: 50_00n, email: mail.email })
  await givenBounce(mail)
  return mail
}
async function givenOther(): Promise<GivenMail> {
  const mail = await givenMail()
  await givenGift(fundId, { amount: 20_00n, email: mail.email })
  return mail
}
const resend = (mail: GivenMail, to: string) =>
  resendMail({ staff, mailId: mail.mailId, to, reason: 'donor_told_us' })
const emailsOf = async (...donors: GivenMail[]) => {
  const rows = await db().donor.findMany({ where: { id: { in: donors.map(({ donorId }) => donorId) } } })
  return donors.map(({ donorId }) => rows.find(({ id }) => id === donorId)?.email)
}
const sentAgain = ({ mailId }: GivenMail) =>
  db().mail.findFirst({ where: { sentAgainFor: { mailId } }, select: { recipient: true, donorId: true } })
const corrections = ({ donorId }: GivenMail) =>
  db().auditEvent.count({ where: { action: 'donor.email_corrected', subjectId: donorId, outcome: 'done' } })

test('the record that stands is corrected to the address of the one that was joined to it, which has the other; taken apart, each has its own', async () => {
  const [stands, joined] = [await givenBounced(), await givenOther()]
  expect(await whyRefused(resend(stands, joined.email))).toBe('address_is_another_donors')
  const { mergeId } = await mergeBy(staff, { survivorId: stands.donorId, mergedId: joined.donorId })

  await resend(stands, joined.email)
  expect(await emailsOf(stands, joined)).toEqual([joined.email, stands.email])
  expect(await sentAgain(stands)).toEqual({ recipient: joined.email, donorId: stands.donorId })
  expect(await corrections(stands)).toBe(1)

  await undoBy(staff, { donorId: stands.donorId, mergeId })
  expect(await emailsOf(stands, joined)).toEqual([stands.email, joined.email])
  expect(await brokenBooks()).toEqual([])
})

test('mail of a record that was joined goes to the address of the one that stands, and nothing is exchanged', async () => {
  const [joined, stands] = [await givenBounced(), await givenOther()]
  await mergeBy(staff, { survivorId: stands.donorId, mergedId: joined.donorId })

  await resend(joined, stands.email)
  expect(await emailsOf(joined, stands)).toEqual([joined.email, stands.email])
  expect(await sentAgain(joined)).toEqual({ recipient: stands.email, donorId: joined.donorId })
  expect(await corrections(joined)).toBe(0)
  expect(await brokenBooks()).toEqual([])
})

test('records that were taken apart are two people again', async () => {
  const [stands, joined] = [await givenBounced(), await givenOther()]
  const { mergeId } = await mergeBy(staff, { survivorId: stands.donorId, mergedId: joined.donorId })
  await undoBy(staff, { donorId: stands.donorId, mergeId })
  expect(await whyRefused(resend(stands, joined.email))).toBe('address_is_another_donors')
  expect(await emailsOf(stands, joined)).toEqual([stands.email, joined.email])
})
