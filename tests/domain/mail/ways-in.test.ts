import { beforeAll, expect, test } from 'vitest'
import { eraseDonor } from '#app/domain/donor-area/erasure/erase-donor.server.ts'
import { shredReceipts } from '#app/domain/donor-area/erasure/shred-receipts.server.ts'
import { sendSignInLink } from '#app/domain/donor-area/sign-in/send-sign-in-link.server.ts'
import { mailDesk } from '#app/domain/mail/mail-desk.server.ts'
import { topicOf } from '#app/domain/mail/mail-topics.ts'
import { openedPrint } from '#app/domain/mail/prints/opened-print.server.ts'
import { printMail } from '#app/domain/mail/prints/print-mail.server.ts'
import { resendMail } from '#app/domain/mail/resend-mail.server.ts'
import { revealRecipient } from '#app/domain/mail/reveal-recipient.server.ts'
import { sendQueuedMail } from '#app/domain/mail/send-queued-mail.server.ts'
import { waysIn, withoutOwnLinks } from '#app/domain/mail/ways-in.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { type MessageName, messages, staffMessages } from '#emails/messages.ts'
import { givenGift } from '#tests/domain/pool-share/given-gifts.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { factsOf, givenBounce, givenMail, printedBy } from '#tests/support/given-mail.ts'
import { refusalsOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam()
})

const desk = async () =>
  (await mailDesk({ fundIds: [team.fundId], after: null })).troubled.map(({ mailId }) => mailId)

/** A donor of the team whose address is struck off. */
async function givenStruckOff(message: MessageName = 'receipt') {
  const mail = await givenMail({ message })
  await givenGift(team.fundId, { amount: 50_00n, email: mail.email })
  await sendQueuedMail(mail)
  await givenBounce(mail)
  return mail
}

test('a link to sign in that did not arrive is nobody’s but its reader’s', async () => {
  const { email } = await givenStruckOff()
  const staff = team.treasurer
  const { id: askId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.donorSignInAsk.create({ data: { email, language: 'en', next: '' } }),
  )
  await sendSignInLink({ askId })
  const link = await db().mail.findFirstOrThrow({ where: { recipient: email, message: 'donor-sign-in' } })
  await sendQueuedMail({ mailId: link.id })
  expect(await factsOf(link.id)).toEqual(['suppressed address'])

  const { mailId } = await givenMail({ message: 'donor-email-change', email })
  await sendQueuedMail({ mailId })
  for (const hidden of [link.id, mailId]) {
    expect(await desk()).not.toContain(hidden)
    const resend = { staff, mailId: hidden, to: 'mine@staff.example', reason: 'donor_told_us' } as const
    expect(
      await refusalsOf([
        revealRecipient({ staff, mailId: hidden }),
        printedBy(staff, hidden),
        resendMail(resend),
      ]),
    ).toEqual(['receipt_was_sent_again', 'receipt_was_sent_again', 'receipt_was_sent_again'])
  }
  expect(await db().mail.count({ where: { recipient: 'mine@staff.example' } })).toBe(0)
  const stepUpId = await givenStepUp(staff.id, boundTo.printMail(link.id))
  const print = await db().mailPrint.create({
    data: { mailId: link.id, madeBy: staff.id, stepUpId, occurredAt: new Date() },
  })
  expect(await openedPrint({ staff, mailId: link.id, printId: print.id })).toBeNull()
})

test('a printed mail asks for a proof, holds no link that acts as its reader, and is good for a quarter of an hour', async () => {
  const { mailId } = await givenStruckOff('payment-failed')
  const staff = team.treasurer
  const stale = await givenStepUp(staff.id, boundTo.printMail(team.fundId))
  expect(await whyRefused(printMail({ staff, mailId, stepUpId: stale }))).toBe('step_up_is_fresh_and_bound')
  expect(await db().auditEvent.count({ where: { action: 'mail.taken_out', outcome: 'done' } })).toBe(0)

  const page = await printedBy(staff, mailId)
  expect(page).toContain('/donor"')
  expect(page).not.toContain('/monthly/')
  const { id: printId } = await db().mailPrint.findFirstOrThrow({ where: { mailId } })
  const later = new Date(Date.now() + 16 * 60_000)
  expect(await asOfTime(later, () => openedPrint({ staff, mailId, printId }))).toBeNull()
  expect(await openedPrint({ staff: team.approver, mailId, printId })).toBeNull()
  expect(
    await db().auditEvent.count({ where: { action: 'mail.taken_out', subjectId: mailId, outcome: 'done' } }),
  ).toBe(1)
})

test('no message keeps a link that acts as its reader once it goes to another address', async () => {
  const told = Object.entries(messages)
    .filter(([name]) => !staffMessages.has(name as MessageName))
    .map(([name, { example }]) => {
      const plain = withoutOwnLinks(example, 'https://plain.example')
      const urls = (JSON.stringify(plain).match(/https?:[^"]+/g) ?? []).map((url) => new URL(url).pathname)
      return `${name}: ${[...new Set(urls)].join(' ')}`
    })
  expect(told).toMatchInlineSnapshot(`
    [
      "receipt: /",
      "impact-update: /funds/lakeshore-community-bail-fund /",
      "fund-news: /funds/lakeshore-community-bail-fund /",
      "refund-notice: ",
      "dispute-notice: ",
      "payment-failed: /",
      "monthly-cancelled: /funds/lakeshore-community-bail-fund",
      "donor-sign-in: /",
      "donor-email-change: /",
      "donor-email-changed: ",
      "donor-email-corrected: ",
      "statement-ready: /donor/statements",
      "sign-up-confirmation: /",
      "monthly-changed: /",
      "card-needed: /",
      "tribute-check: /",
      "tribute-notice: /",
    ]
  `)

  const { mailId } = await givenStruckOff('monthly-changed')
  const to = `right-${mailId}@donor.example`
  await resendMail({ staff: team.treasurer, mailId, to, reason: 'donor_told_us' })
  const again = await db().mail.findFirstOrThrow({ where: { recipient: to } })
  expect(again.props).toMatchObject({ manageUrl: expect.stringMatching(/\/donor$/) })
})

test('a mail that was emptied is nobody’s any more', async () => {
  const erased = await givenStruckOff()
  const queued = await givenMail({ email: erased.email })
  const link = await givenMail({ message: 'donor-sign-in', email: (await givenStruckOff()).email })
  await sendQueuedMail(link)
  await eraseDonor({ donorId: erased.donorId })
  await asOfTime(new Date(Date.now() + 3 * 86_400_000), shredReceipts)
  expect(await db().mail.count({ where: { id: { in: [queued.mailId, link.mailId] }, recipient: '' } })).toBe(
    2,
  )

  const shown = await desk()
  for (const { mailId } of [erased, queued, link]) {
    expect(shown).not.toContain(mailId)
    expect(await whyRefused(printedBy(team.treasurer, mailId))).toBe('receipt_was_sent_again')
  }
  const staff = { ...team.treasurer, roles: [{ fundId: team.fundId, role: 'treasurer' as const }] }
  const waiting = await waitingForMe({ staff: { ...staff, language: 'en' } })
  expect(waiting.map(({ to }) => to)).not.toContain(`/admin/mail#${queued.mailId}`)
})

test('of every message it is said whether it goes to whoever is left alone, and what its reader can stop', async () => {
  const names = (Object.keys(messages) as MessageName[]).filter((name) => !staffMessages.has(name))
  const rows = await db().$queryRaw<{ name: MessageName; goes: boolean }[]>`
    select name, mail_goes_regardless(name) as goes from unnest(${names}::text[]) with ordinality m (name, place) order by place`
  const classes = rows.map(
    ({ name, goes }) =>
      `${name}: ${goes ? 'goes regardless' : (topicOf(name) ?? 'not to whoever is left alone')}`,
  )
  expect(classes).toMatchInlineSnapshot(`
    [
      "receipt: goes regardless",
      "impact-update: impact",
      "fund-news: news",
      "refund-notice: goes regardless",
      "dispute-notice: goes regardless",
      "payment-failed: goes regardless",
      "monthly-cancelled: goes regardless",
      "donor-sign-in: goes regardless",
      "donor-email-change: goes regardless",
      "donor-email-changed: goes regardless",
      "donor-email-corrected: goes regardless",
      "statement-ready: not to whoever is left alone",
      "sign-up-confirmation: goes regardless",
      "monthly-changed: goes regardless",
      "card-needed: goes regardless",
      "tribute-check: goes regardless",
      "tribute-notice: not to whoever is left alone",
    ]
  `)
  expect(waysIn).toEqual(['donor-sign-in', 'donor-email-change'])
})
