import { expect, test } from 'vitest'
import { resendMail } from '#app/domain/mail/resend-mail.server.ts'
import { db } from '#app/platform/db.ts'
import { givenGift } from '#tests/domain/pool-share/given-gifts.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { type GivenMail, givenBounce, givenMail } from '#tests/support/given-mail.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

test('an old address that was its donor’s is told of the correction; one that is struck off, or was never anybody’s, is not', async () => {
  const fundId = await givenFund({ slug: 'told' })
  const staff = await givenActor(fundId, ['treasurer', 'administrator'])
  const told = async (before: (mail: GivenMail) => Promise<unknown>) => {
    const mail = await givenMail()
    await givenGift(fundId, { amount: 50_00n, email: mail.email })
    await before(mail)
    // It did not leave, for a reason that says nothing of the mailbox.
    await db().mailEvent.create({ data: { mailId: mail.mailId, kind: 'parked', detail: 'failed' } })
    const to = `right-${mail.email}`
    await resendMail({ staff, mailId: mail.mailId, to, reason: 'donor_told_us' })
    expect(await db().donor.count({ where: { id: mail.donorId, email: to } })).toBe(1)
    const notices = await db().mail.findMany({ where: { message: 'donor-email-corrected' } })
    return notices
      .filter(({ donorId }) => donorId === mail.donorId)
      .map(({ recipient, props }) => {
        expect(JSON.stringify(props)).not.toContain(to)
        return recipient === mail.email
      })
  }
  const opened = ({ donorId }: GivenMail) =>
    db().donorSignInLink.create({
      data: { tokenHash: donorId, donorId, expiresAt: new Date(), usedAt: new Date() },
    })
  const reached = async ({ email }: GivenMail) => {
    const { mailId } = await givenMail({ email })
    await db().mailEvent.create({ data: { mailId, kind: 'delivered', detail: '' } })
  }
  expect(await told(opened)).toEqual([true])
  expect(await told(reached)).toEqual([true])
  expect(await told(async () => undefined)).toEqual([])
  expect(
    await told(async (mail) => {
      await opened(mail)
      await givenBounce(await givenMail({ email: mail.email }))
    }),
  ).toEqual([])
})

test('nobody of the staff makes their own address a donor’s, and nothing is sent or changed', async () => {
  const fundId = await givenFund({ slug: 'nobodys' })
  const staff = await givenActor(fundId, ['treasurer', 'administrator'])
  const { email } = await db().staff.findUniqueOrThrow({ where: { id: staff.id } })
  const mail = await givenMail()
  await givenGift(fundId, { amount: 50_00n, email: mail.email })
  await givenBounce(mail)
  const resend = (to: string) => resendMail({ staff, mailId: mail.mailId, to, reason: 'donor_told_us' })
  const before = await db().mail.count()
  for (const to of [email, email.replace('@', '+donor@')])
    expect(await whyRefused(resend(to))).toBe('address_is_of_staff')
  expect(await db().mail.count()).toBe(before)
  expect(await db().donor.count({ where: { id: mail.donorId, email: mail.email } })).toBe(1)
  await resend(`right-${mail.email}`)
})
