import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { db } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { forced } from '#tests/support/forced.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenIntent } from '#tests/support/given-intent.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let fundId = ''
let otherFundId = ''
let staffId = ''
let administrator: Awaited<ReturnType<typeof givenActor>>
beforeAll(async () => {
  fundId = await givenFund()
  otherFundId = await givenFund()
  administrator = await givenActor(fundId, ['administrator'])
  staffId = await givenStaff({ fundId, roles: ['treasurer'] })
})

/** A schedule by hand, of $20 to the fund. */
async function givenSchedule(state = 'active'): Promise<string> {
  const email = `${randomUUID()}@donor.example`
  const intentId = await givenIntent({ email, parts: [{ fundId, giftCents: 20_00n }] })
  const id = randomUUID()
  await run(world.appUrl, [
    [`insert into donor (email, name) values ($1, 'Robin Example')`, [email]],
    [
      `insert into recurring_donation (id, intent_id, donor_id, stripe_subscription_id, state, started_at, seen_at)
       select $1, $2, d.id, $3, $4, now(), now() from donor d where d.email = $5`,
      [id, intentId, `sub_${id}`, state, email],
    ],
  ])
  return id
}

const wish = (
  schedule: string,
  of: { id?: string; key?: string | null; cents?: bigint; kind?: string } = {},
): Statement => [
  `insert into recurring_donation_wish (id, recurring_donation_id, kind, cause, form_key, call, amount_cents, valid_until, occurred_at)
   values ($1, $2, $3, 'donor', $4, '{}', $5, now(), now())`,
  [of.id ?? randomUUID(), schedule, of.kind ?? 'amount', of.key ?? null, of.cents ?? 20_00n],
]
const ended = (wishId: string, outcome = 'done'): Statement => [
  `insert into recurring_donation_wish_end (wish_id, outcome, occurred_at) values ($1, $2, now())`,
  [wishId, outcome],
]
const version = (wishId: string, schedule: string, number = 2): Statement => [
  `insert into recurring_donation_version (wish_id, recurring_donation_id, number) values ($1, $2, $3)`,
  [wishId, schedule, number],
]
const part = (wishId: string, cents: bigint, fund = fundId): Statement => [
  `insert into recurring_donation_version_part (version_id, fund_id, purpose_version, gift_cents) values ($1, $2, 1, $3)`,
  [wishId, fund, cents],
]
const asked = (schedule: string, days = 0): Statement => [
  `insert into card_request (recurring_donation_id, asked_by, occurred_at) values ($1, $2, now() - $3 * interval '1 day')`,
  [schedule, staffId, days],
]

describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  test('only_a_full_fund_asks, last_charge_is_ahead, schedule_history_is_append_only', async () => {
    const schedule = await givenSchedule()
    const change = async (to: 'full' | 'paused' | 'open') => {
      await changeFundState({ staff: administrator, fundId, to, reason: 'board_decision' })
      const { id } = await db().fundStateChange.findFirstOrThrow({
        where: { fundId },
        orderBy: { id: 'desc' },
      })
      return String(id)
    }
    const [full, paused] = [await change('full'), await change('paused')]
    await change('open')
    const question = (changeId: string, days = 3, fund = fundId): Statement => [
      `insert into fund_full_question (fund_state_change_id, recurring_donation_id, fund_id, last_charge_at, occurred_at)
       values ($1, $2, $3, now() + $4 * interval '1 day', now())`,
      [changeId, schedule, fund, days],
    ]
    expect(await broken(question(paused))).toBe('only_a_full_fund_asks')
    expect(await broken(question(full, 3, otherFundId))).toBe('only_a_full_fund_asks')
    expect(await broken(question(full, -1))).toBe('last_charge_is_ahead')
    if (url === world.ownerUrl)
      expect(await broken(question(full), [`delete from fund_full_question`, []])).toBe(
        'schedule_history_is_append_only',
      )
  })

  test('one_change_at_a_time, wish_is_confirmed_once, ended_gift_is_not_changed', async () => {
    const schedule = await givenSchedule()
    const first = randomUUID()
    expect(await broken(wish(schedule), wish(schedule))).toBe('one_change_at_a_time')
    expect(
      await broken(
        wish(schedule, { id: first, key: 'k' }),
        ended(first, 'refused'),
        wish(schedule, { key: 'k' }),
      ),
    ).toBe('wish_is_confirmed_once')
    expect(await broken(wish(await givenSchedule('cancelled')))).toBe('ended_gift_is_not_changed')
  })

  test('cancelled_schedule_stays_cancelled', async () => {
    const schedule = await givenSchedule('cancelled')
    expect(await broken([`update recurring_donation set state = 'active' where id = $1`, [schedule]])).toBe(
      'cancelled_schedule_stays_cancelled',
    )
  })

  test('version_adds_up, version_has_its_number, part_comes_with_its_version', async () => {
    const schedule = await givenSchedule()
    const id = randomUUID()
    const begun = wish(schedule, { id })
    expect(await broken(begun, version(id, schedule), part(id, 19_99n))).toBe('version_adds_up')
    expect(await broken(begun, version(id, schedule))).toBe('version_adds_up')
    expect(await broken(begun, version(id, await givenSchedule()), part(id, 20_00n))).toBe('version_adds_up')
    await run(url, [begun, version(id, schedule), part(id, 12_00n), part(id, 8_00n, otherFundId), ended(id)])
    expect(await broken(part(id, 1n, await givenFund()))).toBe('part_comes_with_its_version')
    const next = randomUUID()
    expect(await broken(wish(schedule, { id: next }), version(next, schedule, 2))).toBe(
      'version_has_its_number',
    )
  })

  test('card_is_asked_for_rarely', async () => {
    const schedule = await givenSchedule()
    expect(await broken(asked(schedule, 2), asked(schedule))).toBe('card_is_asked_for_rarely')
    await run(url, [asked(schedule, 4), asked(schedule)])
  })

  test('fifty at once: one wish is under way', async () => {
    const schedule = await givenSchedule()
    const tries = Array.from({ length: 20 }, () =>
      run(url, [wish(schedule)]).then(
        () => 1,
        () => 0,
      ),
    )
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1)
  })

  test('schedule_history_is_append_only', async () => {
    const tables = [
      'recurring_donation_wish',
      'recurring_donation_wish_end',
      'recurring_donation_version',
      'card_request',
    ]
    for (const table of tables) {
      const column = table === 'recurring_donation_version' ? 'number = number' : 'occurred_at = now()'
      const attack = run(url, [[`update ${table} set ${column}`, []]])
      await expect(namingViolations(() => attack)).rejects.toThrow(
        /schedule_history_is_append_only|permission denied/,
      )
      await expect(run(url, [[`delete from ${table}`, []]])).rejects.toThrow(/append_only|permission denied/)
    }
  })
})

test('staff of another fund see no wish, no version, nothing of the schedule', async () => {
  const schedule = await givenSchedule()
  const id = randomUUID()
  await run(world.appUrl, [wish(schedule, { id }), version(id, schedule), part(id, 20_00n), ended(id)])
  const seen = (scope: string) =>
    Promise.all(
      ['recurring_donation_wish', 'recurring_donation_version'].map((table) =>
        run(world.appUrl, [[`select 1 from ${table} where recurring_donation_id = $1`, [schedule]]], scope),
      ),
    ).then((found) => found.map((rows) => rows.length))
  expect(await seen(`staff:${fundId}`)).toEqual([1, 1])
  expect(await seen(`staff:${otherFundId}`)).toEqual([0, 0])
  expect(await seen('public')).toEqual([0, 0])
})

test('monthly_payment_is_its_donors: by neither role', async () => {
  const schedule = await givenSchedule()
  const stranger = `${randomUUID()}@donor.example`
  const booked: Statement[] = [
    [`insert into donor (email, name) values ($1, 'Robin Example')`, [stranger]],
    [
      `insert into stripe_balance_transaction (id, type, reporting_category, amount_cents, fee_cents, net_cents, currency, source_id,
                                               posted_as, created_at, available_on)
         values ($1, 'charge', 'charge', 2000, 0, 2000, 'usd', $1, 'charge', now(), now())`,
      [`txn_${schedule}`],
    ],
    [
      `insert into payment (txn_id, charge_id, payment_intent_id, intent_id, donor_id, recurring_donation_id, invoice_id, amount_cents,
                            fee_cents, occurred_at)
         select $3, $3, $3, r.intent_id, d.id, r.id, $3, 2000, 0, now() from recurring_donation r join donor d on d.email = $2
          where r.id = $1`,
      [schedule, stranger, `txn_${schedule}`],
    ],
  ]
  for (const url of [world.appUrl, world.ownerUrl])
    expect(await brokenRule(namingViolations(() => run(url, booked)))).toBe('monthly_payment_is_its_donors')
})

test('the books name what was forced past every rule', async () => {
  const schedule = await givenSchedule()
  const id = randomUUID()
  await run(world.appUrl, [wish(schedule, { id }), version(id, schedule), part(id, 20_00n), ended(id)])
  expect(await brokenBooks()).toEqual([])
  await asOwner(world.ownerUrl, null, (owner) =>
    forced(owner, `update recurring_donation_version_part set gift_cents = 19 where version_id = '${id}'`),
  )
  expect((await brokenBooks()).map((line) => line.split(/\s+/)[1])).toEqual(['monthly_version_adds_up'])
})
