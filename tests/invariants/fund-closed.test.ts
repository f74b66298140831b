import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { postSql, run, type Statement } from '#tests/support/by-hand.ts'
import { controlOf } from '#tests/support/control.ts'
import { forced } from '#tests/support/forced.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { signOut } from '#tests/support/given-advance.ts'
import { confirmClosingBy, givenClosing, proposeClosingBy } from '#tests/support/given-closing.ts'
import { givenActor, givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenEnvelope } from '#tests/support/given-envelope.ts'
import { givenClaim } from '#tests/support/given-expense.ts'
import { givenIntent } from '#tests/support/given-intent.ts'
import { askBack, close, enter, givenBatch } from '#tests/support/given-offline.ts'
import { askRefund, givenPaidGift } from '#tests/support/given-refund.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

/** One that was closed and, by force, had money of its own when it was. */
let closed: Team & { ada: ActingStaff; paymentId: string }
beforeAll(async () => {
  const team = await givenTeam({ bank: 20_000_00n })
  const { fundId } = team
  const ada = await givenActor(fundId, ['administrator'])
  const control = controlOf(world)
  await control.post('account', { settleDelayMs: 0 })
  const gift = (giftCents: bigint) => givenPaidGift(control, { parts: [{ fundId, giftCents }] })
  const [{ paymentId }, disputed] = [await gift(40_00n), await gift(30_00n)]
  await control.post('disputes', { charge: disputed.charge })
  await sweep('fast')
  await askRefund({ staff: team.treasurer, paymentId, amount: cents(5_00n) })
  await givenMonthly(fundId)
  await givenEnvelope(team)
  await givenClaim(team)
  await signOut(team)
  const batchId = await givenBatch(team.intake, { total: 60_00n, pieces: 1 })
  await enter(team.intake, batchId, { amount: 60_00n, reference: '12' })
  const { paymentIds } = await close(team.treasurer, batchId)
  await askBack(ada, paymentIds[0] ?? '')
  closed = { ...team, ada, paymentId }
})

/** A monthly gift to the fund, as Stripe's events make it. */
async function givenMonthly(fundId: string): Promise<void> {
  const intentId = await givenIntent({ parts: [{ fundId, giftCents: 15_00n }] })
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const donor = { email: `${intentId}@donor.example`, name: 'Robin Example', language: 'en' }
    const { id: donorId } = await tx.donor.create({ data: donor })
    const at = new Date()
    await tx.recurringDonation.create({
      data: {
        ...{ intentId, donorId, stripeSubscriptionId: `sub_${intentId}`, state: 'active' },
        ...{ startedAt: at, seenAt: at },
      },
    })
  })
}

type Row = { what: string; items: number; cents: string | null }
const left = async (fundId: string) =>
  (await run<Row>(world.appUrl, [['select * from fund_left($1) order by what', [fundId]]])).map(
    ({ what, items, cents }) => `${items} ${what} ${cents ?? ''}`,
  )

test('everything of a fund that waits is told, and so is every account that is not at zero', async () => {
  expect(await left(closed.fundId)).toEqual([
    '1 advance_waiting 250000',
    '1 bank 2006000',
    '1 dispute 3000',
    '1 envelope 600000',
    '1 expense 2972',
    '1 monthly 1500',
    '1 offline_reversal 6000',
    '1 refund 500',
    '1 stripe 2286',
  ])
})

describe.each([
  ['app', world.appUrl],
  ['owner', world.ownerUrl],
])('as %s', (_, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  const move = (
    fundId: string,
    from: string,
    to: string,
    closingId: string | null,
    by: string,
  ): Statement => [
    `insert into fund_state_change (fund_id, from_state, to_state, reason, changed_by, closing_id)
       values ($1, $2, $3, 'board_decision', $4, $5)`,
    [fundId, from, to, by, closingId],
  ]

  test('no fund is closed, and none comes back, but by two and with nothing left', async () => {
    const fundId = await givenFund()
    const [ada, ben] = [
      await givenActor(fundId, ['administrator']),
      await givenActor(fundId, ['administrator']),
    ]
    const propose = async (to: string): Promise<Statement> => [
      `insert into fund_closing (fund_id, to_state, reason, proposed_by, step_up_id, occurred_at)
         values ($1, $2, 'board_decision', $3, $4, now())`,
      [
        ...[fundId, to, ada.id],
        await givenStepUp(ada.id, boundTo.proposeClosing({ fundId, to, reason: 'board_decision' })),
      ],
    ]
    expect(await broken(await propose('closed'))).toBe('fund_moves_along_the_table')
    expect(await broken(move(fundId, 'open', 'closed', null, ada.id))).toBe('fund_moves_along_the_table')
    await givenClosing([ada, ben], fundId)
    expect(await broken(move(fundId, 'closing', 'closed', null, ada.id))).toBe('fund_closes_by_two_people')
    expect(await broken(["update fund set state = 'closed' where id = $1", [fundId]])).toBe(
      'fund_stands_as_decided',
    )
    const team = { fundId, intake: await givenActor(fundId, ['intake']), approver: ada, treasurer: ada }
    const proposed = await givenProposal(team)
    expect(await broken(await propose('closed'))).toBe('closed_fund_is_empty')
    const end = (to: string): Statement => [
      `insert into disbursement_state_change (disbursement_id, from_state, to_state, changed_by, reason, occurred_at)
         values ($1, 'proposed', $2, $3, '', now())`,
      [proposed, to, team.intake.id],
    ]
    await run(world.ownerUrl, [
      end('cancelled'),
      ["update disbursement set state = 'cancelled' where id = $1", [proposed]],
    ])
    const closingId = await proposeClosingBy(ada, fundId, 'closed')
    const decide = async (): Promise<Statement> => [
      `insert into fund_closing_decision (closing_id, outcome, decided_by, step_up_id, occurred_at)
         values ($1, 'confirmed', $2, $3, now())`,
      [closingId, ben.id, await givenStepUp(ben.id, boundTo.confirmClosing(closingId))],
    ]
    await givenProposal(team)
    expect(await broken(await decide())).toBe('closed_fund_is_empty')
    expect(await broken(move(fundId, 'closing', 'closed', closingId, ben.id))).toBe(
      'fund_closes_by_two_people',
    )
  })

  test('a closed one takes nothing at any door, and opens again by nobody', async () => {
    const { fundId, ada, paymentId } = closed
    await asOwner(world.ownerUrl, null, (owner) =>
      forced(owner, `update fund set state = 'closed' where id = '${fundId}'`),
    )
    const doors = [
      ...['gift_intent_part', 'recurring_donation_version_part', 'offline_batch_line_part', 'import_batch'],
      ...['import_campaign_choice', 'disbursement', 'night_envelope', 'advance', 'expense_claim'],
      ...['copay_agreement', 'help_request'],
    ]
    // What else a row needs is looked at afterwards.
    const attacks: Statement[] = [
      ...doors.map((door): Statement => [`insert into ${door} (fund_id) values ($1)`, [fundId]]),
      [`insert into fund_intake (fund_id, mode) values ($1, 'public_form')`, [fundId]],
      [`insert into stripe_request (payment_id, kind) values ($1, 'refund')`, [paymentId]],
      [`insert into offline_reversal (payment_id, reason) values ($1, 'given_back')`, [paymentId]],
      postSql('opening', 'bank', 'opening', 10_00n, fundId, randomUUID()),
      postSql('interfund_in', 'bank', 'interfund', 10_00n, fundId, randomUUID(), { credit: randomUUID() }),
    ]
    const rules = []
    for (const attack of attacks) rules.push(await broken(attack))
    expect(rules).toEqual(attacks.map(() => 'closed_fund_takes_nothing'))
    expect(await broken(move(fundId, 'closed', 'open', null, ada.id))).toBe('fund_moves_along_the_table')
    expect(await broken(move(fundId, 'closed', 'closing', null, ada.id))).toBe('fund_closes_by_two_people')
  })
})

test('what is added while the second person says yes is there before the fund is closed, or is refused', async () => {
  const fundId = await givenFund()
  const [ada, ben] = [
    await givenActor(fundId, ['administrator']),
    await givenActor(fundId, ['administrator']),
  ]
  await givenClosing([ada, ben], fundId)
  const closingId = await proposeClosingBy(ada, fundId, 'closed')
  const team = { fundId, intake: await givenActor(fundId, ['intake']), approver: ada, treasurer: ada }
  const added = await Promise.allSettled([
    ...Array.from({ length: 12 }, () => givenProposal(team)),
    confirmClosingBy(ben, fundId, closingId),
    ...Array.from({ length: 37 }, () => givenProposal(team)),
  ])
  const { state } = await db().fund.findUniqueOrThrow({ where: { id: fundId } })
  const proposals = added.filter(({ status }, place) => place !== 12 && status === 'fulfilled').length
  expect({ state, isEmpty: (await left(fundId)).length === 0 }).toEqual(
    proposals === 0 ? { state: 'closed', isEmpty: true } : { state: 'closing', isEmpty: false },
  )
})
