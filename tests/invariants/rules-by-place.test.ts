import { beforeEach, describe, expect, test } from 'vitest'
import { sayPlace } from '#app/domain/claim-terms/say-place.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { zero } from '#app/domain/money/cents.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { day, givenReviewedRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { inDays } from '#tests/support/given-dates.ts'
import {
  approveBy,
  givenActor,
  givenPostedBond,
  givenProposal,
  givenTeam,
  hashOf,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
let count = 0

describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  let team: Team
  let keeper: Team['intake']
  let state: string
  let county: string
  let elsewhere: string
  let disbursementId: string
  beforeEach(async () => {
    team = await givenTeam()
    keeper = await givenActor(team.fundId, ['administrator'])
    count += 1
    state = `US-H${count}`
    county = `${state}-TOWN`
    elsewhere = `US-J${count}`
    for (const place of [county, elsewhere]) await addPlace({ staff: keeper, fundId: team.fundId, place })
    disbursementId = await givenProposal(team, { principal: 2_500_00n })
  })

  const place = (of: { name?: string; by?: string | null; hash?: string } = {}): Statement => [
    `insert into disbursement_place (disbursement_id, content_hash, place, recorded_by, occurred_at)
       select $1, coalesce($4, content_hash), $2, $3, now() from disbursement where id = $1`,
    [disbursementId, of.name ?? county, of.by === undefined ? team.intake.id : of.by, of.hash ?? null],
  ]
  const approve = () => approveBy(team.approver, disbursementId)
  const payment = async (): Promise<Statement> => [
    `insert into disbursement_payment
        (disbursement_id, paid_by, step_up_id, method, payee, receipt_number, principal_cents, occurred_at)
      values ($1, $2, $3, 'check', 'x', 'R', 250000, now())`,
    [
      disbursementId,
      team.intake.id,
      await givenStepUp(team.intake.id, `pay:${disbursementId}:${await hashOf(disbursementId)}`),
    ],
  ]
  const rollback: Statement = ['rollback', []]

  test('where a court lies is said by its proposer, of what is proposed, before anyone approves', async () => {
    expect(await broken(place({ name: 'US-NOWHERE' }))).toBe('place_of_a_bond_is_its_funds')
    expect(await broken(place({ name: state }))).toBe('place_of_a_bond_is_its_funds')
    await run(url, [place({ name: `${county}-HALL` }), rollback])
    expect(await broken(place({ by: team.treasurer.id }))).toBe('place_is_said_by_its_proposer')
    expect(await broken(place({ by: null }))).toBe('place_is_said_by_its_proposer')
    expect(await broken(place({ hash: 'another' }))).toBe('place_is_of_what_is_proposed')
    await approve()
    expect(await broken(place())).toBe('place_is_said_before_approval')
  })

  test('rule_blocks_posting: by hand, in a county under a rule of its state; and not by one of the fund’s other place', async () => {
    await givenReviewedRule(keeper, { code: `${state}-cap`.toLowerCase(), place: state })
    await run(url, [place({ name: elsewhere })])
    await approve()
    await run(url, [await payment(), rollback])

    disbursementId = await givenProposal(team, { principal: 2_500_00n })
    await run(url, [place()])
    await approve()
    expect(await broken(await payment())).toBe('rule_blocks_posting')
  })

  test('rule_blocks_posting: by any of the fund’s places where nobody said which, and by the older version until a later begins', async () => {
    const code = `${elsewhere}-cap`.toLowerCase()
    await givenReviewedRule(keeper, { code, place: elsewhere })
    await givenReviewedRule(keeper, { code, place: elsewhere, effect: 'warns', validFrom: day(inDays(9)) })
    await approve()
    expect(await broken(await payment())).toBe('rule_blocks_posting')
  })

  test('filing_is_of_one_period: no report after a bond is filed of one that lies elsewhere', async () => {
    const code = `${state}-each`.toLowerCase()
    const ruleId = await givenReviewedRule(keeper, {
      ...{ code, place: state, kind: 'report_due', effect: 'report_due', cap: zero },
      ...{ period: 'per_event', withinDays: 5, figures: ['posted_cents'] },
    })
    const { bondId } = await givenPostedBond(team, { principal: 100_00n })
    const file: Statement = [
      `insert into report_filing (fund_id, rule_id, rule_code, period_start, period_end, bond_id, figures, filed_on,
                                  confirmation, filed_by, occurred_at)
         select fund_id, $2, $3, local_day(posted_at), local_day(posted_at) + 1, id, '{}', local_day(posted_at), 'A-1', $4, now()
           from bond where id = $1`,
      [bondId, ruleId, code, team.treasurer.id],
    ]
    await run(url, [file, rollback])
    await sayPlace({ staff: team.intake, bondId, place: elsewhere })
    expect(await broken(file)).toBe('filing_is_of_one_period')
  })

  test('a report is filed with the figures of its place alone', async () => {
    const code = `${state}-month`.toLowerCase()
    const ruleId = await givenReviewedRule(keeper, {
      ...{ code, place: state, kind: 'report_due', effect: 'report_due', cap: zero },
      ...{ period: 'monthly', dueMonth: 1, dueDay: 10, figures: ['posted_cents'] },
    })
    const occurredAt = new Date(Date.now() - 40 * 86_400_000)
    const { bondId } = await givenPostedBond(team, { principal: 100_00n, occurredAt })
    await sayPlace({ staff: team.intake, bondId, place: elsewhere })
    const { bondId: theirs } = await givenPostedBond(team, {
      ...{ principal: 900_00n, occurredAt, venue: 'Court of the county' },
    })
    await sayPlace({ staff: team.intake, bondId: theirs, place: county })
    const [filed] = await run<{ figures: object }>(url, [
      [
        `insert into report_filing (fund_id, rule_id, rule_code, period_start, period_end, figures, filed_on,
                                    confirmation, filed_by, occurred_at)
           select $1, $2, $3, month, month + interval '1 month', '{}', current_date, 'A-1', $4, now()
             from (select date_trunc('month', local_day($5))::date as month) period
         returning figures`,
        [team.fundId, ruleId, code, team.treasurer.id, occurredAt],
      ],
    ])
    expect(filed?.figures).toMatchObject({ bonds_posted: 1, posted_cents: 900_00, bonds_open: 1 })
  })
})

test('what was said of a court stays said', async () => {
  for (const sql of ['delete from disbursement_place', 'truncate disbursement_place']) {
    await expect(asOwner(world.ownerUrl, null, (owner) => owner.query(sql))).rejects.toThrow(
      'dates_are_append_only',
    )
    await expect(asOwner(world.appUrl, null, (app) => app.query(sql))).rejects.toThrow('permission denied')
  }
})
