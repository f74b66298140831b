import { describe, expect, test } from 'vitest'
import { eraseDonor } from '#app/domain/donor-area/erasure/erase-donor.server.ts'
import { answerTribute } from '#app/domain/tributes/answer-tribute.server.ts'
import { forgetGiftWords } from '#app/domain/tributes/forget-gift-words.server.ts'
import { lookAtTribute } from '#app/domain/tributes/look-at-tribute.server.ts'
import { stopTributes } from '#app/domain/tributes/stop-tributes.server.ts'
import { readStopToken, readTributeToken } from '#app/domain/tributes/tribute-link.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import type { TributeCheckProps } from '#emails/tribute-check.tsx'
import type { TributeNoticeProps } from '#emails/tribute-notice.tsx'
import { brokenBooks } from '#tests/support/books.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { fifty } from '#tests/support/fifty.ts'
import { givenFund } from '#tests/support/given.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const { give, settled } = await useRunning(world)

const mailOf = <Props>(message: string, to: string) =>
  db()
    .mail.findMany({ where: { message, recipient: to }, orderBy: { recordedAt: 'asc' } })
    .then((mails) => mails.map((mail) => mail.props as Props))
const named = (name: string) => [{ language: 'en', name, summary: 'Helps.', purpose: 'To help.' }]

type Given = { email: string; tell?: string; more?: Record<string, unknown> }

const giveInHonour = ({ email, tell = '', more }: Given) =>
  give({
    ...{ slug: 'bail', amount: '60', email },
    more: {
      ...{ tribute: 'honour', tributeName: 'June Example', tributeMessage: 'Happy birthday.' },
      ...{ tributeEmail: tell, ...more },
    },
  })

/** What a donor was asked, oldest first; the intent's id is in the link of their mail. */
const checksTo = async (email: string) =>
  (await mailOf<TributeCheckProps>('tribute-check', email)).map((check) => ({
    check,
    intentId: readTributeToken(check.lookUrl?.split('/').at(-1) ?? '') ?? '',
  }))

async function givenTribute(of: Given) {
  await giveInHonour(of)
  await settled()
  const asked = (await checksTo(of.email)).at(-1)
  if (!asked) throw new Error('the donor was not asked')
  return asked
}

const inDays = <T>(days: number, work: () => Promise<T>) =>
  asOfTime(new Date(Date.now() + days * 86_400_000), work)

test('a gift over two funds in honour of someone: told only after its donor said so, once, and forgotten after 60 days', async () => {
  await givenFund({ slug: 'bail' })
  await givenFund({ slug: 'rides', texts: named('Rides Home'), feesPaidBy: 'operating' })
  const { check, intentId } = await givenTribute({
    ...{ email: 'robin@donor.example', tell: 'Kim@reader.example' },
    more: { also: ['rides'], coverFee: 'on' },
  })
  expect(check).toMatchObject({
    ...{
      kind: 'honour',
      honoured: 'June Example',
      message: 'Happy birthday.',
      recipient: 'kim@reader.example',
    },
    funds: ['Bail Fund', 'Rides Home'],
  })
  expect((await ledgerTable(world)).split('\n').sort().join('\n')).toMatchInlineSnapshot(`
    "bail       donation            stripe           gifts      $30.00
    bail       donation_fee_cover  stripe           fee_cover   $0.83
    bail       processing_fee      processing_fees  stripe      $0.83
    fund       code                debit            credit     amount
    operating  processing_fee      processing_fees  stripe      $0.83
    rides      donation            stripe           gifts      $30.00
    rides      donation_fee_cover  stripe           fee_cover   $0.83"
  `)
  expect(await db().receipt.count()).toBe(1)

  // Looking sends nothing.
  expect(await lookAtTribute({ intentId })).toMatchObject({ recipient: 'kim@reader.example', answer: null })
  expect(await mailOf('tribute-notice', 'kim@reader.example')).toEqual([])
  expect(await fifty(() => answerTribute({ intentId, send: true }))).toBe(50)
  const [notice, ...more] = await mailOf<TributeNoticeProps>('tribute-notice', 'kim@reader.example')
  expect(more).toEqual([])
  expect(notice).toMatchObject({ honoured: 'June Example', donorName: 'Robin Example' })
  const about = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.mailAboutFund.findMany({ where: { mail: { message: 'tribute-notice' } } }),
  )
  expect(about.length).toBeGreaterThan(0)
  expect(JSON.stringify(notice)).not.toMatch(/61|60\.|6[01]00/)
  expect(await refusalOf(answerTribute({ intentId, send: false }))).toMatchObject({ code: 'tribute_is_over' })

  await inDays(59, forgetGiftWords)
  expect(await lookAtTribute({ intentId })).toMatchObject({ answer: 'sent' })
  await inDays(61, forgetGiftWords)
  expect(await lookAtTribute({ intentId })).toBeNull()
  expect(await mailOf('tribute-notice', 'kim@reader.example')).toEqual([])
  expect(await mailOf('tribute-check', 'robin@donor.example')).toEqual([])
  expect(await db().mail.count({ where: { message: 'receipt', recipient: 'robin@donor.example' } })).toBe(1)
  expect(await brokenBooks()).toEqual([])
})

test('a recipient says "no more"; what is declined, has nobody to tell or comes too often is not sent', async () => {
  const pat = { email: 'pat@donor.example', tell: 'lee@reader.example' }
  for (const of of [pat, pat, pat, pat, pat, { email: pat.email }, { ...pat, email: 'ari@donor.example' }])
    await giveInHonour(of)
  await settled()
  const asked = await checksTo(pat.email)
  const alone = asked.find(({ check }) => check.recipient === null)
  expect(alone?.check).toMatchObject({ lookUrl: null, honoured: 'June Example' })
  const [declined = '', ...ids] = asked.map(({ intentId }) => intentId).filter((id) => id !== '')
  await answerTribute({ intentId: declined, send: false })
  expect(await refusalOf(answerTribute({ intentId: declined, send: true }))).toMatchObject({
    code: 'tribute_is_over',
  })

  const answers = await Promise.allSettled(ids.map((intentId) => answerTribute({ intentId, send: true })))
  // Three to one mailbox within 30 days.
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  const notices = await mailOf<TributeNoticeProps>('tribute-notice', pat.tell)
  expect(notices).toHaveLength(3)

  const recipient = readStopToken(notices[0]?.stopUrl.split('/').at(-1) ?? '')
  expect(recipient).not.toBeNull()
  if (recipient) for (const _ of [1, 2]) await stopTributes({ recipient })
  const intentId = (await checksTo('ari@donor.example'))[0]?.intentId ?? ''
  const later = inDays(40, () => answerTribute({ intentId, send: true }))
  expect(await refusalOf(later)).toMatchObject({ code: 'tribute_is_not_for_sending' })
  for (const token of ['', 'x', 'x.y', `${intentId}.x`]) {
    expect(readTributeToken(token)).toBeNull()
    expect(readStopToken(token)).toBeNull()
  }
})

test('an erased donor leaves neither whom they honoured nor what they said', async () => {
  const email = 'sam@donor.example'
  await givenTribute({ email, tell: 'jo@reader.example', more: { comment: 'Thank you.', employer: 'Acme' } })
  const { id: donorId } = await db().donor.findUniqueOrThrow({ where: { email } })
  await eraseDonor({ donorId })
  const left = await inTransaction({ scope: { kind: 'system' } }, async (tx) => [
    await tx.giftTribute.findFirst({ where: { intent: { payments: { some: { donorId } } } } }),
    await tx.giftComment.findFirst({ where: { intent: { payments: { some: { donorId } } } } }),
    await tx.giftMatch.findFirst({ where: { intent: { payments: { some: { donorId } } } } }),
  ])
  expect(left).toMatchObject([{ sealed: null, recipientToken: null }, { sealed: null }, { employer: '' }])
  expect(await db().mail.count({ where: { recipient: { in: [email, 'jo@reader.example'] } } })).toBe(0)
})

describe('the database holds it', () => {
  const statement = (sql: string, ...values: unknown[]): Statement => [sql, values]
  const step = (id: string, name: string) =>
    statement(
      `insert into gift_tribute_step (intent_id, step, occurred_at) values ($1::uuid, $2, now())`,
      id,
      name,
    )
  const broken = (...statements: Statement[]) =>
    brokenRule(namingViolations(() => run(world.appUrl, statements)))

  test('no step out of turn, no text put back, nothing removed; staff see no tribute', async () => {
    await giveInHonour({ email: 'max@donor.example' })
    await give({
      ...{ slug: 'bail', amount: '60', card: '4000000000000002' },
      more: { tribute: 'memory', tributeName: 'X' },
    })
    await giveInHonour({ email: 'max@donor.example', tell: 'max@reader.example' })
    await settled()
    const asked = (await checksTo('max@donor.example')).map(({ intentId }) => intentId)
    const paid = asked.find((id) => id !== '') ?? ''
    const { intentId: withNobody } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.giftTribute.findFirstOrThrow({
        where: { hasRecipient: false, intent: { email: 'max@donor.example' } },
      }),
    )
    expect(await broken(step(paid, 'sent'), step(paid, 'declined'))).toBe('tribute_is_answered_once')
    expect(await broken(step(paid, 'asked'))).toBe('tribute_takes_a_step_once')
    expect(await broken(step(withNobody, 'sent'))).toBe('tribute_has_someone_to_tell')
    expect(await broken(statement(`update gift_tribute set kind = 'memory'`))).toBe('tribute_is_only_emptied')
    const empty = `update gift_tribute set sealed = null, recipient_token = null, emptied_at = now() where intent_id = $1::uuid`
    expect(await broken(statement(empty, paid), step(paid, 'sent'))).toBe('emptied_tribute_takes_no_step')
    expect(await broken(statement(empty, paid), statement(empty, paid))).toBe('tribute_is_only_emptied')
    expect(
      await broken(
        statement(
          `update gift_tribute set sealed = null, emptied_at = now() where intent_id = $1::uuid`,
          paid,
        ),
      ),
    ).toBe('recipient_is_known_by_token')
    for (const scope of ['staff', 'poster'])
      expect(await run(world.appUrl, [statement('select * from gift_tribute')], scope)).toEqual([])

    const { intentId: unpaid } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.giftTribute.findFirstOrThrow({ where: { kind: 'memory' } }),
    )
    expect(await broken(step(unpaid, 'asked'))).toBe('tribute_follows_a_payment')
    expect(await broken(step(unpaid, 'sent'))).toBe('tribute_is_asked_before_it_is_answered')
    await expect(run(world.appUrl, [statement('delete from gift_tribute')])).rejects.toThrow(
      /permission denied/,
    )
    expect(
      await brokenRule(namingViolations(() => run(world.ownerUrl, [statement('delete from gift_tribute')]))),
    ).toBe('tribute_is_only_emptied')
  })

  test('a gift goes to ten funds at most', async () => {
    const funds = await Promise.all(
      Array.from({ length: 9 }, (_, count) => givenFund({ slug: `more-${count}` })),
    )
    const part = (fundId: string) =>
      statement(
        `insert into gift_intent_part (intent_id, fund_id, purpose_version, gift_cents)
           select id, $1::uuid, 1, 500 from gift_intent where email = 'robin@donor.example' order by occurred_at limit 1`,
        fundId,
      )
    expect(await broken(...funds.map(part))).toBe('gift_goes_to_ten_funds_at_most')
  })
})
