import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { db } from '#app/platform/db.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { type GivenMail, givenMail } from '#tests/support/given-mail.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
let team: Team
let mail: GivenMail
beforeAll(async () => {
  team = await givenTeam()
  mail = await givenMail()
})

const event = (id: string, email = mail.email): Statement => [
  `insert into sendgrid_event (id, event, address_hash, occurred_at) values ($1, 'bounce', address_hash($2), now())`,
  [id, email],
]
const suppression = (
  eventId: string,
  of: { email?: string; cause?: string; reach?: string; id?: string } = {},
): Statement => [
  `insert into mail_suppression (id, address_hash, cause, reach, sendgrid_event_id, occurred_at)
     values ($1, address_hash($2), $3, $4, $5, now())`,
  [
    of.id ?? randomUUID(),
    of.email ?? mail.email,
    of.cause ?? 'hard_bounce',
    of.reach ?? 'everything',
    eventId,
  ],
]
const attempt = (of: GivenMail): Statement => [
  `insert into mail_event (mail_id, kind) values ($1, 'attempted')`,
  [of.mailId],
]
const signUp = (id: string, of: { email?: string; topics?: string; lasts?: string } = {}): Statement => [
  `insert into mail_sign_up (id, email, topics, language, asked_at, expires_at)
     values ($1, $2, $3::text[], 'en', '2026-11-01T00:00Z', timestamptz '2026-11-01T00:00Z' + $4::interval)`,
  [id, of.email ?? mail.email, of.topics ?? '{news}', of.lasts ?? '168 hours'],
]
const confirm = (id: string, at = '2026-11-02T00:00Z', donorId = mail.donorId): Statement => [
  'update mail_sign_up set confirmed_at = $2, donor_id = $3 where id = $1',
  [id, at, donorId],
]
const consent = (of: { at?: string; topic?: string; donorId?: string } = {}): Statement => [
  `insert into donor_consent (donor_id, topic, given_at, source) values ($1, $2, $3, 'sign-up form')`,
  [of.donorId ?? mail.donorId, of.topic ?? 'news', of.at ?? '2026-11-02T00:00Z'],
]

const print = (stepUpId: string, madeBy: string): Statement => [
  'insert into mail_print (mail_id, made_by, step_up_id, occurred_at) values ($1, $2, $3, now())',
  [mail.mailId, madeBy, stepUpId],
]

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  test('step_up_is_fresh_and_bound: nobody prints a mail without a proof for it, and that they did stays', async () => {
    const { id } = team.treasurer
    const proof = await givenStepUp(id, boundTo.printMail(mail.mailId))
    expect(await broken(print(await givenStepUp(id, boundTo.printMail(randomUUID())), id))).toBe(
      'step_up_is_fresh_and_bound',
    )
    expect(await broken(print(proof, team.approver.id))).toBe('step_up_is_fresh_and_bound')
    await run(url, [print(proof, id)])
  })

  test('suppressed_address_is_not_written_to, until the suppression is ended, and topics apart', async () => {
    const [one, id] = [randomUUID(), randomUUID()]
    const upper = mail.email.toUpperCase()
    expect(await broken(event(one, upper), suppression(one, { email: upper }), attempt(mail))).toBe(
      'suppressed_address_is_not_written_to',
    )
    const update = await givenMail({ message: 'impact-update', email: mail.email })
    const topics = suppression(one, { cause: 'unsubscribed', reach: 'topics' })
    expect(await broken(event(one), topics, attempt(mail), attempt(update))).toBe(
      'suppressed_address_is_not_written_to',
    )
    const end: Statement = [
      `insert into mail_suppression_end (suppression_id, staff_id, reason, occurred_at) values ($1, $2, 'mistake', now())`,
      [id, team.treasurer.id],
    ]
    expect(await broken(event(one), suppression(one, { id }), end, attempt(mail), end)).toBe(
      'suppression_ends_once',
    )
    expect(
      await broken(event(one), suppression(one, { id }), [
        `insert into mail_suppression_end (suppression_id, reason, occurred_at) values ($1, 'mistake', now())`,
        [id],
      ]),
    ).toBe('suppression_is_ended_by_someone')
  })

  test('one_suppression_per_event, unsubscribing_stops_topics, mail_event_is_of_one_event', async () => {
    const one = randomUUID()
    expect(await broken(event(one), suppression(one), suppression(one))).toBe('one_suppression_per_event')
    expect(await broken(event(one), suppression(one, { reach: 'topics' }))).toBe('unsubscribing_stops_topics')
    const bounced: Statement = [
      `insert into mail_event (mail_id, kind, sendgrid_event_id) values ($1, 'bounced', $2)`,
      [mail.mailId, one],
    ]
    expect(await broken(event(one), bounced, bounced)).toBe('mail_event_is_of_one_event')
  })

  test('mail_is_sent_again_once, resend_is_another_mail', async () => {
    const [second, third] = [await givenMail(), await givenMail()]
    const again = (of: string, as: string): Statement => [
      `insert into mail_resend (mail_id, new_mail_id, staff_id, reason, occurred_at) values ($1, $2, $3, 'donor_told_us', now())`,
      [of, as, team.treasurer.id],
    ]
    expect(await broken(again(mail.mailId, second.mailId), again(mail.mailId, third.mailId))).toBe(
      'mail_is_sent_again_once',
    )
    expect(await broken(again(mail.mailId, mail.mailId))).toBe('resend_is_another_mail')
  })

  test('a sign-up: seven days, known topics, confirmed once and in time; its consent follows', async () => {
    const id = randomUUID()
    expect(await broken(signUp(id, { lasts: '200 hours' }))).toBe('sign_up_lasts_seven_days')
    expect(await broken(signUp(id, { topics: '{everything}' }))).toBe('sign_up_topics_are_known')
    expect(await broken(signUp(id), confirm(id, '2026-11-08T00:00Z'))).toBe('sign_up_is_confirmed_in_time')
    expect(await broken(signUp(id), confirm(id), confirm(id))).toBe('sign_up_is_confirmed_once')
    expect(
      await broken(signUp(id), ["update mail_sign_up set topics = '{news,alerts}' where id = $1", [id]]),
    ).toBe('sign_up_is_confirmed_once')
    expect(await broken(signUp(id), confirm(id), ['delete from mail_sign_up where id = $1', [id]])).toBe(
      'confirmed_sign_up_is_kept',
    )
    for (const wrong of [consent({ topic: 'alerts' }), consent({ at: '2026-11-03T00:00Z' })])
      expect(await broken(signUp(id), confirm(id), wrong)).toBe('consent_follows_its_confirmation')
    expect(await broken(signUp(id), consent())).toBe('consent_follows_its_confirmation')
    expect(await broken(signUp(id, { email: 'other@donor.example' }), confirm(id), consent())).toBe(
      'consent_follows_its_confirmation',
    )
  })
})

test.each([
  ['sendgrid_event', 'mail_events_are_append_only'],
  ['mail_suppression', 'suppressions_are_append_only'],
  ['mail_suppression_end', 'suppressions_are_append_only'],
  ['mail_resend', 'mail_events_are_append_only'],
  ['mail_print', 'mail_events_are_append_only'],
  ['mail_event', 'mail_is_written_once'],
])('%s is never rewritten, not by the owner either', async (table, rule) => {
  const column = table === 'mail_event' || table === 'sendgrid_event' ? 'recorded_at' : 'occurred_at'
  for (const sql of [`update ${table} set ${column} = now()`, `delete from ${table}`])
    expect(await brokenRule(namingViolations(() => run(world.ownerUrl, [[sql, []]])))).toBe(rule)
  await expect(run(world.appUrl, [[`delete from ${table}`, []]])).rejects.toThrow(
    /permission denied|append|once/,
  )
  expect(await db().mailEvent.count()).toBeGreaterThanOrEqual(0)
})
