import { beforeAll, beforeEach, expect, test } from 'vitest'
import { endConsent } from '#app/domain/impact-updates/end-consent.server.ts'
import { closeMail } from '#app/domain/mail/close-mail.server.ts'
import { endSuppression } from '#app/domain/mail/end-suppression.server.ts'
import { mailDesk } from '#app/domain/mail/mail-desk.server.ts'
import { recordMailEvents } from '#app/domain/mail/record-mail-events.server.ts'
import { replayMail } from '#app/domain/mail/replay-mail.server.ts'
import { resendMail } from '#app/domain/mail/resend-mail.server.ts'
import { sendFailureOf } from '#app/domain/mail/send-failure.ts'
import { sendQueuedMail } from '#app/domain/mail/send-queued-mail.server.ts'
import { readSendgridEvents } from '#app/domain/mail/sendgrid-event.ts'
import { withoutOwnLinks } from '#app/domain/mail/ways-in.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { catalogs } from '#app/words/catalogs.ts'
import { givenGift } from '#tests/domain/pool-share/given-gifts.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { factsOf, type GivenMail, givenMail, printedBy } from '#tests/support/given-mail.ts'
import { mailControlOf } from '#tests/support/mail-control.ts'
import { refusalsOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const sendgrid = mailControlOf(world)

let team: Team
beforeAll(async () => {
  team = await givenTeam()
})
beforeEach(() => sendgrid.set({ fail: null, rateLimit: null }))

let number = 0
const told = async (mail: GivenMail, event: string, more: object = {}) =>
  recordMailEvents({
    events:
      readSendgridEvents(
        Buffer.from(
          JSON.stringify([
            {
              ...{ sg_event_id: `event-${++number}`, event, email: mail.email, mail_id: mail.mailId },
              ...{ timestamp: Math.floor(Date.now() / 1000), ...more },
            },
          ]),
        ),
      ) ?? [],
  })
const bounced = (mail: GivenMail) => told(mail, 'bounce', { type: 'bounce', reason: '550 no such mailbox' })
const send = (mail: { mailId: string }) => sendQueuedMail({ mailId: mail.mailId })
const desk = async (staffFunds = [team.fundId]) =>
  (await mailDesk({ fundIds: staffFunds, after: null })).troubled.map(
    ({ mailId, problem }) => `${mailId} ${problem}`,
  )

test('an address that bounced gets nothing more, and its receipt waits for a person', async () => {
  const first = await givenMail()
  await givenGift(team.fundId, { amount: 50_00n, email: first.email })
  await send(first)
  await bounced(first)
  const second = await givenMail({ email: first.email })
  const taken = await sendgrid.taken()
  await send(second)
  await send(second)
  expect(await factsOf(second.mailId)).toEqual(['suppressed address'])
  expect(await sendgrid.taken()).toBe(taken)
  expect(await desk()).toEqual([`${first.mailId} bounced`, `${second.mailId} suppressed`])

  const elsewhere = await givenTeam()
  expect(await desk([elsewhere.fundId])).toEqual([])
  const staff = team.treasurer
  const right = `right-${first.email}`
  const other = await givenMail()
  const auditor = await givenActor(team.fundId, ['auditor'])
  const resend = (to: string, by = staff, mail = first) =>
    resendMail({ staff: by, mailId: mail.mailId, to, reason: 'donor_told_us' })
  expect(
    await refusalsOf([
      resend(first.email),
      resend(other.email),
      resend(right, elsewhere.treasurer),
      resend(right, auditor),
    ]),
  ).toEqual(['mail_is_suppressed', 'address_is_another_donors', 'mail_unknown', 'role_may_not'])

  const tries = await Promise.allSettled(Array.from({ length: 10 }, () => resend(right)))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await db().donor.count({ where: { id: first.donorId, email: right } })).toBe(1)
  const again = await db().mail.findFirstOrThrow({
    where: { sentAgainFor: { mailId: first.mailId } },
    include: { sentAgainFor: { include: { mail: true } } },
  })
  // Word for word, but for the link that would stop the monthly gift of whoever has that mailbox.
  expect([again.recipient, again.props]).toEqual([
    right,
    withoutOwnLinks(again.sentAgainFor?.mail.props, 'http://localhost:3000/donor'),
  ])
  expect(again.props).not.toEqual(again.sentAgainFor?.mail.props)
  await send({ mailId: again.id })
  expect(await sendgrid.taken()).toBe(taken + 1)

  const page = await printedBy(staff, second.mailId)
  expect(page).toContain('2026-000418')
  // Where no real money moves, no receipt goes out that looks as if it had.
  expect(page).toContain(catalogs.en.mail?.demonstration)
  await closeMail({ staff, mailId: second.mailId, reason: 'by_letter' })
  expect(await desk()).toEqual([])
  expect(
    (await db().auditEvent.findMany({ where: { actorId: staff.id }, orderBy: { id: 'asc' } }))
      .filter(({ outcome }) => outcome === 'done')
      .map(({ action }) => action),
  ).toEqual(['donor.email_corrected', 'mail.resent', 'mail.taken_out', 'mail.closed'])
  const audited = await db().auditEvent.findMany()
  expect(JSON.stringify(audited.map(({ detail, subjectId }) => [detail, subjectId]))).not.toContain(
    '@donor.example',
  )
})

test('someone comes off the list by a person with a reason, once, and only in their own funds', async () => {
  const mail = await givenMail()
  await givenGift(team.fundId, { amount: 50_00n, email: mail.email })
  await told(mail, 'spamreport')
  const [row] = await db().$queryRaw<{ id: string }[]>`
    select id::text from mail_suppression where address_hash = address_hash(${mail.email})`
  const suppressionId = row?.id ?? ''
  const lift = (staff: Team['treasurer']) => endSuppression({ staff, suppressionId, reason: 'donor_asked' })
  const elsewhere = await givenTeam()
  expect(await refusalsOf([lift(elsewhere.treasurer)])).toEqual(['suppression_unknown'])
  await lift(team.treasurer)
  expect(await refusalsOf([lift(team.treasurer)])).toEqual(['suppression_ends_once'])
  await send(mail)
  expect(await factsOf(mail.mailId)).toEqual(['complained', 'attempted', 'sent'])
})

test('a topic that ended between writing and sending is not sent; a receipt is', async () => {
  const impact = await givenMail({ message: 'impact-update' })
  const receipt = await givenMail({ email: impact.email })
  await endConsent({ donorId: impact.donorId, topic: 'impact' })
  await send(impact)
  await send(receipt)
  expect(await factsOf(impact.mailId)).toEqual(['suppressed consent'])
  expect(await factsOf(receipt.mailId)).toEqual(['attempted', 'sent'])
  expect(await desk()).toEqual([])

  const stopped = await givenMail({ message: 'impact-update' })
  await told(stopped, 'unsubscribe')
  const stillSent = await givenMail({ email: stopped.email })
  await send(stopped)
  await send(stillSent)
  expect(await factsOf(stopped.mailId)).toEqual(['unsubscribed', 'suppressed address'])
  expect(await factsOf(stillSent.mailId)).toEqual(['attempted', 'sent'])
})

test('what SendGrid refuses is parked, tried again by a person, and never sent twice', async () => {
  const mail = await givenMail()
  await sendgrid.set({ fail: { status: 400, times: 1 } })
  await send(mail)
  await send(mail)
  expect(await factsOf(mail.mailId)).toEqual(['attempted', 'failed 400', 'parked 400'])
  expect(await desk()).toEqual([`${mail.mailId} parked`])

  const staff = team.treasurer
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, () => replayMail({ staff, mailId: mail.mailId })),
  )
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const taken = await sendgrid.taken()
  await Promise.all([send(mail), send(mail)])
  expect(await sendgrid.taken()).toBeLessThanOrEqual(taken + 2)
  expect((await factsOf(mail.mailId)).filter((kind) => kind === 'sent')).toHaveLength(1)
  expect(await desk()).toEqual([])
  expect(await refusalsOf([replayMail({ staff, mailId: mail.mailId })])).toEqual(['mail_is_not_parked'])
})

test('busy for a moment: it waits as long as SendGrid asks, and no error is counted against the mail', async () => {
  const mail = await givenMail()
  await db().$queryRaw`select graphile_worker.remove_job(${`mail.send:${mail.mailId}`})::text`
  await sendgrid.set({ rateLimit: { limit: 0, seconds: 1 } })
  await send(mail)
  const [job] = await db().$queryRaw<{ wait: number }[]>`
    select extract(epoch from run_at - created_at)::float8 as wait from graphile_worker._private_jobs where key = ${`mail.send:${mail.mailId}`}`
  expect(job?.wait).toBeGreaterThan(0.2)
  expect(job?.wait).toBeLessThan(5)
  await sendgrid.set({ rateLimit: null })
  await delay(10)
  await send(mail)
  expect(await factsOf(mail.mailId)).toEqual(['attempted', 'failed 429', 'attempted', 'sent'])
})

test('away: tried again, and after too many tries parked; without an answer an impact mail waits for a person', async () => {
  const mail = await givenMail()
  await sendgrid.set({ fail: { status: 503, times: 1_000 } })
  await expect(send(mail)).rejects.toThrow()
  const earlier = Array.from({ length: 18 }, () =>
    ['attempted', 'failed'].map((kind) => ({ kind, detail: '503' })),
  )
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.mailEvent.createMany({ data: earlier.flat().map((fact) => ({ mailId: mail.mailId, ...fact })) }),
  )
  await send(mail)
  expect((await factsOf(mail.mailId)).slice(-2)).toEqual(['failed 503', 'parked 503'])
  await closeMail({ staff: team.treasurer, mailId: mail.mailId, reason: 'not_needed' })

  const [impact, receipt] = [await givenMail({ message: 'impact-update' }), await givenMail()]
  await sendgrid.set({ fail: { status: 500, times: 2, mode: 'reset' } })
  await send(impact)
  await expect(send(receipt)).rejects.toThrow()
  for (const each of [impact, receipt]) await send(each)
  expect(await factsOf(impact.mailId)).toEqual(['attempted', 'parked unknown'])
  expect(await factsOf(receipt.mailId)).toEqual(['attempted', 'attempted', 'sent'])
  expect(await desk()).toEqual([`${impact.mailId} parked`])
  expect(await refusalsOf([replayMail({ staff: team.treasurer, mailId: impact.mailId })])).toEqual([
    'mail_goes_at_most_once',
  ])
  await closeMail({ staff: team.treasurer, mailId: impact.mailId, reason: 'not_needed' })
})

test('an impact mail whose process died in the attempt waits for a person, but not while it may still run', async () => {
  const [running, dead] = [
    await givenMail({ message: 'impact-update' }),
    await givenMail({ message: 'impact-update' }),
  ]
  const attempted = (mail: GivenMail, recordedAt: Date) =>
    inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.mailEvent.create({ data: { mailId: mail.mailId, kind: 'attempted', recordedAt } }),
    )
  await attempted(running, new Date())
  await attempted(dead, new Date(Date.now() - 6 * 60_000))
  for (const each of [running, dead]) await send(each)
  expect(await factsOf(running.mailId)).toEqual(['attempted'])
  expect(await factsOf(dead.mailId)).toEqual(['attempted', 'parked unknown'])
})

test('what was never connected has not left: it is counted as failed, so an impact mail is tried again', () => {
  expect(sendFailureOf({ code: 'ECONNREFUSED' })).toEqual({
    status: 0,
    isFinal: false,
    waitMilliseconds: null,
  })
  for (const code of ['ECONNRESET', 'ECONNABORTED', undefined]) expect(sendFailureOf({ code })).toBeNull()
})
