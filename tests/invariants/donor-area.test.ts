import { beforeAll, describe, expect, test } from 'vitest'
import { endDonorSessions } from '#app/domain/donor-area/sign-in/end-donor-sessions.server.ts'
import { db, inTransaction, type Scope, type Tx } from '#app/platform/db.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenDonor, givenDonorLink, givenDonorSession } from '#tests/support/given-donor.ts'
import { givenGiftThatWasPaidOut } from '#tests/support/given-gift.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
let robin: string
let other: string

const as = <T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction({ scope }, work)
const run = (sql: string) => brokenRule(as({ kind: 'system' }, (tx) => tx.$executeRawUnsafe(sql)))

beforeAll(async () => {
  await givenGiftThatWasPaidOut(world, await givenFund())
  robin = (await db().donor.findUniqueOrThrow({ where: { email: 'robin@donor.example' } })).id
  other = await givenDonor({ email: 'other@donor.example' })
  for (const id of [robin, other]) {
    await givenDonorLink(id)
    await givenDonorSession(id)
  }
  await as({ kind: 'system' }, async (tx) => {
    await tx.donorConsent.create({
      data: { donorId: robin, topic: 'news', givenAt: new Date(), source: 'giving form' },
    })
    await tx.donorEmailChange.create({
      data: { tokenHash: 'x', donorId: robin, email: 'new@donor.example', expiresAt: new Date() },
    })
    await tx.donorSignInAsk.create({ data: { email: 'who@donor.example', language: 'en' } })
  })
})

const ofOneDonor = [
  ...[
    'donor',
    'donor_consent',
    'gift_intent',
    'gift_intent_part',
    'payment',
    'donation',
    'refund',
    'receipt',
  ],
  ...['mail', 'donor_sign_in_link', 'donor_session', 'donor_email_change'],
]

test('a signed-in donor’s transaction holds their rows and nobody else’s, in every table', async () => {
  const count = (scope: Scope, table: string) =>
    as(scope, async (tx) => {
      const [row] = await tx.$queryRawUnsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`)
      return row?.n ?? 0
    })
  for (const table of ofOneDonor) {
    const [all, own, theirs] = [
      await count({ kind: 'system' }, table),
      await count({ kind: 'donor', donorId: robin }, table),
      await count({ kind: 'donor', donorId: other }, table),
    ]
    expect([table, own > 0, own + theirs]).toEqual([table, true, all])
  }
  for (const scope of [{ kind: 'donor', donorId: robin }, { kind: 'donor' }] as const) {
    expect(await count(scope, 'donor_sign_in_ask')).toBe(0)
    expect(await count(scope, 'kept_receipt')).toBe(0)
    expect(await count(scope, 'vault_keys.receipt_key')).toBe(0)
  }
})

test('nor can they write into another’s', async () => {
  const mine: Scope = { kind: 'donor', donorId: robin }
  expect(
    await as(mine, (tx) => tx.donor.updateMany({ where: { id: other }, data: { name: 'Mine' } })),
  ).toEqual({
    count: 0,
  })
  await endDonorSessions({ donorId: robin })
  expect(await db().donorSession.count({ where: { donorId: other, endedAt: null } })).toBe(1)
  await expect(
    as(mine, (tx) =>
      tx.donorConsent.create({ data: { donorId: other, topic: 'news', givenAt: new Date(), source: 'x' } }),
    ),
  ).rejects.toThrow(/row-level security/)
})

describe('what the database refuses, whoever asks', () => {
  test.each([
    ['sign_in_link_is_used_once', `update donor_sign_in_link set expires_at = 'infinity'`],
    ['sign_in_link_is_used_once', `update donor_sign_in_link set used_at = null where used_at is not null`],
    ['ended_session_stays_ended', `update donor_session set ended_at = null where ended_at is not null`],
    ['ended_session_stays_ended', `update donor_session set started_at = now()`],
    ['email_change_is_confirmed_once', `update donor_email_change set email = 'x@x.example'`],
    ['mail_is_written_once', `update mail set recipient = 'x@x.example'`],
    ['mail_is_written_once', `update mail set recipient = '', props = '{}', donor_id = null`],
    ['donor_stays_themselves', `update donor set recorded_at = now() - interval '1 day'`],
    ['erased_donor_leaves_nothing', `update donor set erased_at = now()`],
    ['donor_consent_topic_check', `update donor_consent set topic = 'gossip'`],
  ])('%s', async (rule, sql) => {
    expect(await run(sql)).toBe(rule)
  })

  test('a donor is not erased half: receipts are kept, and everything else is gone', async () => {
    expect(
      await half(
        `update donor set email = 'erased:' || id, name = '', erased_at = now() where id = '${robin}'`,
      ),
    ).toBe('erased_donor_leaves_nothing')
  })

  test('by the owner too', async () => {
    const broken = (sql: string) =>
      asOwner(world.ownerUrl, null, (owner) =>
        owner.query(sql).then(
          () => 'allowed',
          (error: { constraint?: string }) => error.constraint,
        ),
      )
    expect(await broken('delete from donor')).toBe('donor_stays_themselves')
    expect(await broken('truncate donor_erasure')).toBe('erasures_are_append_only')
    expect(await broken('delete from mail')).toBe('mail_is_written_once')
    expect(await broken('delete from kept_receipt')).toBe('kept_receipt_is_only_shredded')
    expect(await broken('delete from vault_keys.receipt_key')).toBe('kept_receipt_is_only_shredded')
    expect(await broken(`update stripe_event set body = ''`)).toBe('inbox_is_append_only')
    expect(await broken(`update payment set donor_id = '${other}'`)).toBe('payments_are_append_only')
  })

  test('a kept receipt is neither changed nor shredded before its term, and its key not before it', async () => {
    const { id } = await db().payment.findFirstOrThrow()
    await as({ kind: 'system' }, async (tx) => {
      await tx.$executeRaw`
        insert into kept_receipt (payment_id, sealed, keep_until) values (${id}::uuid, 'x', current_date + 1)`
      await tx.$executeRaw`
        insert into vault_keys.receipt_key (payment_id, wrapped_key) values (${id}::uuid, 'x')`
    })
    expect(await run(`update kept_receipt set sealed = 'y'`)).toBe('kept_receipt_is_only_shredded')
    expect(await run(`update kept_receipt set keep_until = current_date - 1`)).toBe(
      'kept_receipt_is_only_shredded',
    )
    expect(await run(`update kept_receipt set sealed = null, shredded_at = now()`)).toBe(
      'receipts_are_kept_to_their_term',
    )
    expect(await run(`update vault_keys.receipt_key set wrapped_key = null, destroyed_at = now()`)).toBe(
      'receipts_are_kept_to_their_term',
    )
  })
})
