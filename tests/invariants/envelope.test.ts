import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { beforeEach, describe, expect, test } from 'vitest'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { postSql, run, type Statement } from '#tests/support/by-hand.ts'
import { drawByHand, type Night } from '#tests/support/draw-by-hand.ts'
import { forced } from '#tests/support/forced.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { approveBy, givenActor, givenProposal, type Team } from '#tests/support/given-disbursement.ts'
import {
  confirmBy,
  drawBy,
  freeOf,
  givenEnvelope,
  givenNightTeam,
  givenProposedEnvelope,
  onSaturday,
  weekend,
} from '#tests/support/given-envelope.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const hash = 'a'.repeat(64)

let team: Team
beforeEach(async () => {
  team = await givenNightTeam()
})

const draw = (envelopeId: string, of?: Partial<Night>) => drawByHand(team, envelopeId, of)

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
  const attack = async (envelopeId: string, of?: Partial<Night>) => broken(await draw(envelopeId, of))

  test('by hand a draw is what the verb makes, and nothing more than its envelope allows', async () => {
    const envelopeId = await givenEnvelope(team, { total: 3_000_00n, cap: 1_500_00n, bonds: 2 })
    expect(await attack(envelopeId, { amount: 1_500_01n })).toBe('draw_stays_below_the_cap')
    expect(await attack(envelopeId, { by: team.treasurer.id })).toBe('only_a_named_poster_draws')
    expect(await attack(envelopeId, { kind: 'immigration_bond' })).toBe('draw_is_paid_at_once')
    expect(await attack(envelopeId, { proposedBy: team.treasurer.id })).toBe('draw_is_paid_at_once')
    expect(await attack(envelopeId, { paidBy: team.treasurer.id })).toBe('draw_is_paid_at_once')
    expect(await attack(envelopeId, { paid: 999_00n })).toBe('draw_is_paid_at_once')
    expect(await attack(envelopeId, { lines: 1_200_00n })).toBe('reservation_is_the_sum_of_its_lines')
    expect(await attack(envelopeId, { confirmBy: weekend.saturdayNight })).toBe('draw_is_confirmed_by_noon')
    expect(await attack(envelopeId, { confirmBy: new Date('2030-03-18T17:00:00Z') })).toBe(
      'draw_is_confirmed_by_noon',
    )
    const other = await givenNightTeam()
    expect(await attack(envelopeId, { fundId: other.fundId })).toMatch(/fkey|payer_holds_the_role/)

    await run(url, await draw(envelopeId, { amount: 1_500_00n }))
    expect(await attack(envelopeId, { amount: 1_500_01n })).toBe('draw_stays_below_the_cap')
    await run(url, await draw(envelopeId, { amount: 1_400_00n }))
    expect(await attack(envelopeId, { amount: 1_00n })).toBe('draws_stay_within_their_number')
    expect(await freeOf(team.fundId)).toBe(17_000_00n)
  })

  test('draws_stay_within_the_total', async () => {
    const envelopeId = await givenEnvelope(team, { total: 3_000_00n, cap: 2_000_00n, bonds: 3 })
    await run(url, await draw(envelopeId, { amount: 2_000_00n }))
    expect(await attack(envelopeId, { amount: 1_000_01n })).toBe('draws_stay_within_the_total')
  })

  test('draw_comes_while_the_envelope_is_open: not approved, too early, too late, or ended', async () => {
    const proposed = await givenProposedEnvelope(team)
    expect(await attack(proposed)).toBe('draw_comes_while_the_envelope_is_open')
    const envelopeId = await givenEnvelope(team)
    for (const at of [weekend.fridayNoon, weekend.closes, new Date()])
      expect(await attack(envelopeId, { at })).toBe('draw_comes_while_the_envelope_is_open')
    const ending: Statement = [
      `insert into envelope_ending (envelope_id, kind, ended_by, reason, occurred_at) values ($1, 'cancelled', $2, '', now())`,
      [envelopeId, team.treasurer.id],
    ]
    expect(await broken([ending, ...(await draw(envelopeId))])).toBe('draw_comes_while_the_envelope_is_open')
  })

  test('an earlier moment than now opens nothing that is over', async () => {
    const envelopeId = await givenEnvelope(team)
    await past(envelopeId)
    const at = new Date(Date.now() - 60 * 3_600_000)
    expect(await attack(envelopeId, { at, confirmBy: new Date(Date.now() + 3_600_000) })).toBe(
      'draw_comes_while_the_envelope_is_open',
    )
  })

  test('unconfirmed_draw_freezes_the_envelope, until someone confirms', async () => {
    const envelopeId = await givenEnvelope(team)
    const { disbursementId } = await onSaturday(() => drawBy(team.intake, envelopeId))
    const later = { at: weekend.mondayNoon, confirmBy: new Date('2030-03-05T18:00:00Z') }
    expect(await attack(envelopeId, later)).toBe('unconfirmed_draw_freezes_the_envelope')
    const confirm = async (
      by: string,
      bound = boundTo.confirmDraw({ disbursementId, amount: 1_000_00n }),
    ) => {
      const stepUp = await givenStepUp(by, bound)
      return [
        `insert into envelope_draw_confirmation (disbursement_id, confirmed_by, step_up_id, occurred_at)
           values ($1, $2, $3, $4)`,
        [disbursementId, by, stepUp, weekend.mondayNoon],
      ] satisfies Statement
    }
    const { approver, treasurer } = team
    expect(await broken([await confirm(team.intake.id)])).toBe('confirmer_is_not_drawer')
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await broken([await confirm(auditor.id)])).toBe('confirmer_holds_the_role')
    expect(await broken([await confirm(approver.id, `confirm_draw:${disbursementId}:1`)])).toBe(
      'step_up_is_fresh_and_bound',
    )
    expect(await broken([await confirm(approver.id), await confirm(treasurer.id)])).toBe(
      'draw_is_confirmed_once',
    )
    await run(url, [await confirm(approver.id), ...(await draw(envelopeId, later))])
  })

  test('a draw cannot wait: nothing is reserved, approved or named without being paid in the same breath', async () => {
    const envelopeId = await givenEnvelope(team)
    const statements = await draw(envelopeId)
    for (const upTo of [3, 4, 5, 8])
      expect(await broken(statements.slice(0, upTo))).toMatch(/draw_is_paid_at_once|money_leaves/)
    const [proposal, line, , ...rest] = statements
    if (!proposal || !line) throw new Error('a draw begins with its disbursement')
    expect(await broken([proposal, line, ...rest])).toBe('reservation_has_enough_approvals')
  })

  test('draw_begins_its_own_disbursement: one by day is not turned into one by night', async () => {
    const envelopeId = await givenEnvelope(team)
    const byDay = await givenProposal(team, { principal: 1_000_00n })
    await approveBy(team.approver, byDay)
    const [, , drawing] = await draw(envelopeId)
    if (!drawing) throw new Error('a draw has a row')
    const [sql, [, ...values]] = drawing
    expect(await broken([[sql, [byDay, ...values]]])).toBe('draw_begins_its_own_disbursement')
  })

  test('nobody approves alone, a poster’s own night, late, or what was changed', async () => {
    const envelopeId = await givenProposedEnvelope(team)
    const approve = async (by: string, of: { hash?: string; at?: Date; bound?: string } = {}) => {
      const stepUp = await givenStepUp(
        by,
        of.bound ?? `approve_envelope:${envelopeId}:${await contentOf(envelopeId)}`,
      )
      return broken([
        [
          `insert into envelope_approval (envelope_id, approver_id, content_hash, step_up_id, occurred_at)
             values ($1, $2, $3, $4, $5)`,
          [envelopeId, by, of.hash ?? (await contentOf(envelopeId)), stepUp, of.at ?? weekend.fridayNoon],
        ],
      ])
    }
    const { intake, approver, treasurer } = team
    expect(await approve(treasurer.id)).toBe('approver_is_not_proposer')
    expect(await approve(intake.id)).toBe('envelope_approver_is_no_poster')
    expect(await approve(approver.id, { hash })).toBe('approval_binds_the_content')
    expect(await approve(approver.id, { at: weekend.opens })).toBe('envelope_is_planned_ahead')
    expect(await approve(approver.id, { bound: `approve:${envelopeId}:${hash}` })).toBe(
      'step_up_is_fresh_and_bound',
    )
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await approve(auditor.id)).toBe('approver_holds_the_role')
  })

  test('an envelope is set aside once, whole, with its approvals, and below what is free', async () => {
    const setAside = (envelopeId: string, amount: bigint): Statement => [
      `insert into envelope_reservation (envelope_id, fund_id, amount_cents, free_to_commit_seen_cents, occurred_at)
         values ($1, $2, $3, 99999999, $4)`,
      [envelopeId, team.fundId, amount, weekend.fridayNoon],
    ]
    const proposed = await givenProposedEnvelope(team)
    expect(await broken([setAside(proposed, 6_000_00n)])).toBe('reservation_has_enough_approvals')
    expect(await broken([setAside(proposed, 1_00n)])).toBe('envelope_sets_its_total_aside')
    const approved = await givenEnvelope(team)
    expect(await broken([setAside(approved, 6_000_00n)])).toBe('envelope_is_set_aside_once')
  })

  test('an envelope ends by its cause and is never rewritten', async () => {
    const envelopeId = await givenEnvelope(team)
    const end = (kind: string, by: string | null, at = weekend.saturdayNight): Statement => [
      `insert into envelope_ending (envelope_id, kind, ended_by, reason, occurred_at) values ($1, $2, $3, '', $4)`,
      [envelopeId, kind, by, at],
    ]
    for (const [kind, by] of [
      ['rejected', team.approver.id],
      ['cancelled', team.intake.id],
      ['cancelled', null],
      ['expired', null],
      ['closed', null],
      ['closed', team.treasurer.id],
    ] as const)
      expect([kind, await broken([end(kind, by)])]).toEqual([kind, 'envelope_ends_by_its_cause'])
  })
})

test('history stays: no row of a night is changed or removed, by the owner either', async () => {
  await givenEnvelope(team)
  for (const table of [
    'night_envelope',
    'envelope_approval',
    'envelope_reservation',
    'envelope_ending',
    'envelope_draw',
  ])
    for (const sql of [
      `delete from ${table}`,
      `update ${table} set occurred_at = now()`,
      `truncate ${table} cascade`,
    ])
      expect(await brokenRule(namingViolations(() => run(world.ownerUrl, [[sql, []]])))).toBe(
        'envelopes_are_append_only',
      )
})

test('a fund that is not in scope has no envelopes', async () => {
  await givenEnvelope(team)
  const other = await givenNightTeam()
  for (const table of ['night_envelope', 'envelope_approval', 'envelope_reservation', 'envelope_draw'])
    expect(await run(world.appUrl, [[`select * from ${table}`, []]], `staff:${other.fundId}`)).toEqual([])
})

test('the books name what no guard held back', async () => {
  const envelopeId = await givenEnvelope(team)
  const { disbursementId } = await onSaturday(() => drawBy(team.intake, envelopeId))
  await asOfTime(weekend.mondayNoon, () => confirmBy(team.approver, disbursementId))
  expect(await brokenBooks()).toEqual([])
  const owner = new Client({ connectionString: world.ownerUrl })
  await owner.connect()
  try {
    const only = `where disbursement_id = '${disbursementId}'`
    const envelope = `where envelope_id = '${envelopeId}'`
    for (const [table, column, value, back, rule] of [
      ['envelope_draw', 'amount_cents', '700000', '100000', `draw_is_paid_at_once ${only}`],
      ['envelope_draw', 'amount_cents', '700000', '100000', `draws_stay_within_their_envelope ${only}`],
      [
        'envelope_draw_confirmation',
        'confirmed_by',
        `'${team.intake.id}'`,
        `'${team.approver.id}'`,
        `envelope_people_are_distinct ${only}`,
      ],
      ['envelope_reservation', 'amount_cents', '1', '600000', `envelope_is_set_aside_once ${envelope}`],
    ] as const) {
      const [name = '', ...where] = rule.split(' ')
      const set = (to: string) => forced(owner, `update ${table} set ${column} = ${to} ${where.join(' ')}`)
      await set(value)
      expect((await brokenBooks()).join()).toContain(name)
      await set(back)
    }
    expect(await brokenBooks()).toEqual([])
  } finally {
    await owner.end()
  }
})

test('money leaves for a draw only with its payment', async () => {
  await givenEnvelope(team)
  const post = postSql('bond_posted', 'bond_deposit', 'bank', 1_00n, team.fundId, randomUUID(), {
    debit: randomUUID(),
  })
  expect(await brokenRule(namingViolations(() => run(world.appUrl, [post])))).toBe(
    'money_leaves_only_by_an_approved_payment',
  )
})

async function contentOf(envelopeId: string): Promise<string> {
  const rows = await run<{ content_hash: string }>(world.ownerUrl, [
    ['select content_hash from night_envelope where id = $1', [envelopeId]],
  ])
  return rows[0]?.content_hash ?? ''
}

/** As if the night had been three days ago, and its entries had ended or had not. */
async function past(envelopeId: string, enteredUntil = `now() - interval '1 minute'`): Promise<void> {
  const owner = new Client({ connectionString: world.ownerUrl })
  await owner.connect()
  await forced(
    owner,
    `update night_envelope set opens_at = now() - interval '72 hours', closes_at = now() - interval '1 hour',
            entered_until = ${enteredUntil},
            occurred_at = now() - interval '4 days' where id = '${envelopeId}'`,
  )
  await owner.end()
}
