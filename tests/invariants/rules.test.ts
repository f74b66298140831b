import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenReviewedRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { run } from '#tests/support/by-hand.ts'
import { givenCertificate } from '#tests/support/given-certificate.ts'
import { givenClosing } from '#tests/support/given-closing.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const attackers = { app: world.appUrl, owner: world.ownerUrl }
const report = { kind: 'report_due', effect: 'report_due', cap: cents(0n) } as const

let team: Team
let keeper: Team['intake']
let outsider: Team['intake']
let placeId: string
let reportId: string
let eventId: string
beforeAll(async () => {
  team = await givenTeam({ bank: 60_000_00n })
  keeper = await givenActor(team.fundId, ['administrator'])
  outsider = await givenActor((await givenTeam()).fundId, ['administrator', 'approver', 'treasurer'])
  await addPlace({ staff: keeper, fundId: team.fundId, place: 'US-ZZ' })
  const { id } = await inTransaction({ scope: { kind: 'system' } }, (tx) => tx.fundPlace.findFirstOrThrow())
  placeId = id
  const rule = { place: 'US-ZZ', cap: cents(0n) }
  await givenReviewedRule(keeper, { ...rule, code: 'paper', kind: 'certificate', effect: 'blocks_posting' })
  reportId = await givenReviewedRule(keeper, {
    ...{ ...report, ...rule, code: 'monthly', period: 'monthly', dueMonth: 1, dueDay: 10 },
    figures: ['bonds_posted'],
  })
  eventId = await givenReviewedRule(keeper, {
    ...{ ...report, ...rule, code: 'each', period: 'per_event', withinDays: 3, figures: ['posted_cents'] },
  })
})

describe.each(Object.entries(attackers))('as %s', (role, url) => {
  const broken = (sql: string, values: unknown[] = []) =>
    brokenRule(namingViolations(() => run(url, [[sql, values]])))

  test('a place stands once, and ends by two people of its fund', async () => {
    const { fundId } = team
    const place = 'insert into fund_place (fund_id, place, recorded_by) values ($1, $2, $3)'
    expect(await broken(place, [fundId, 'US-ZZ', keeper.id])).toBe('fund_has_a_place_once')
    const propose = (by: string) =>
      [
        `insert into fund_place_ending (fund_place_id, reason, proposed_by, occurred_at)
           values ($1, 'board_decision', $2, now()) returning id`,
        [placeId, by],
      ] as [string, unknown[]]
    expect(await broken(...propose(team.approver.id))).toBe('fund_is_managed_by_its_administrator')
    expect(await broken(...propose(outsider.id))).toBe('fund_is_managed_by_its_administrator')
    const [ending] = await run<{ id: string }>(url, [propose(keeper.id)])
    expect(await broken(...propose(keeper.id))).toBe('place_ending_waits_once')
    const decide = (by: string, outcome = 'confirmed', at = 'now()') =>
      broken(
        `insert into fund_place_ending_decision (ending_id, outcome, decided_by, occurred_at) values ($1, $2, $3, ${at})`,
        [ending?.id, outcome, by],
      )
    expect(await decide(keeper.id)).toBe('place_ending_is_confirmed_by_another')
    expect(await decide(team.intake.id)).toBe('clearing_people_hold_the_role')
    expect(await decide(outsider.id, 'withdrawn')).toBe('clearing_people_hold_the_role')
    expect(await decide(team.approver.id, 'confirmed', `'2020-01-01'`)).toBe(
      'place_ends_after_it_was_proposed',
    )
    await run(url, [
      [
        `insert into fund_place_ending_decision (ending_id, outcome, decided_by, occurred_at)
           values ($1, 'withdrawn', $2, now())`,
        [ending?.id, keeper.id],
      ],
    ])
    expect(await decide(team.approver.id)).toBe('place_ending_is_decided_once')
  })

  test('a certificate is of a rule of the fund’s place, and counts by a second person', async () => {
    const { fundId } = team
    const enter = (facts: { code?: string; number?: string; until?: string; by?: string } = {}) =>
      broken(
        `insert into certificate (fund_id, rule_code, number, valid_from, valid_until, recorded_by, occurred_at)
           values ($1, $2, $3, '2026-01-01', $4, $5, now())`,
        [
          ...[fundId, facts.code ?? 'paper', facts.number ?? 'C', facts.until ?? '2026-12-31'],
          facts.by ?? keeper.id,
        ],
      )
    expect(await enter({ by: outsider.id })).toBe('fund_is_managed_by_its_administrator')
    expect(await enter({ code: 'ny-certificate' })).toBe('certificate_is_of_a_place_of_the_fund')
    expect(await enter({ code: 'monthly' })).toBe('certificate_is_of_a_place_of_the_fund')
    expect(await enter({ until: '2025-12-31' })).toBe('certificate_ends_after_it_begins')
    expect(await enter({ number: 'Rosa\nQuill' })).toBe('certificate_number_is_one_line')
    const certificateId = await givenCertificate({
      ...{ keeper, fundId, ruleCode: 'paper', number: `C-${role}`, until: '2021-12-31' },
    })
    const confirm = (by: string) =>
      broken(
        'insert into certificate_confirmation (certificate_id, confirmed_by, occurred_at) values ($1, $2, now())',
        [certificateId, by],
      )
    expect(await confirm(keeper.id)).toBe('certificate_is_confirmed_by_another')
    expect(await confirm(team.intake.id)).toBe('clearing_people_hold_the_role')
    expect(await confirm(outsider.id)).toBe('clearing_people_hold_the_role')
    const revoke = `insert into certificate_revocation (certificate_id, revoked_on, recorded_by, occurred_at)
                      values ($1, '2021-01-01', $2, now())`
    expect(await broken(revoke, [certificateId, team.approver.id])).toBe(
      'fund_is_managed_by_its_administrator',
    )
  })

  test('place_lets_us_ask, fund_takes_gifts: no gift begins by hand either', async () => {
    const { fundId } = await givenTeam()
    const staff = await givenActor(fundId, ['administrator'])
    const intentId = randomUUID()
    const begin: [string, unknown[]][] = [
      [
        `insert into gift_intent (id, form_token, form_digest, thanks_token, frequency, email, name, incognito,
                                  wants_updates, language, occurred_at)
           values ($1::uuid, $1::text, 'x', $2, 'once', 'robin@donor.example', 'Robin Example', false, false, 'en', now())`,
        [intentId, randomUUID()],
      ],
      [
        'insert into gift_intent_part (intent_id, fund_id, purpose_version, gift_cents) values ($1, $2, 1, 5000)',
        [intentId, fundId],
      ],
    ]
    const beginning = () => brokenRule(namingViolations(() => run(url, begin)))
    await run(url, [...begin, ['rollback', []]])
    const place = `US-G${role.toUpperCase()}`
    await addPlace({ staff, fundId, place })
    await givenReviewedRule(staff, {
      ...{ code: `asking-${role}`, place, kind: 'litigation', effect: 'blocks_soliciting', cap: cents(0n) },
    })
    expect(await beginning()).toBe('place_lets_us_ask')

    const resting = await givenTeam()
    const manager = await givenActor(resting.fundId, ['administrator'])
    await givenClosing([manager, await givenActor(resting.fundId, ['administrator'])], resting.fundId)
    const [intent, part] = begin
    await expect(
      namingViolations(() =>
        run(url, [intent as [string, unknown[]], [part?.[0] ?? '', [intentId, resting.fundId]]]),
      ),
    ).rejects.toMatchObject({ constraint: 'fund_takes_gifts' })
  })

  test('a report has one schedule that fits, and is filed once for a whole period that is over', async () => {
    const { fundId } = team
    const rule = `insert into jurisdiction_rule (code, version, place, kind, effect, summary, valid_from, source, read_on, recorded_by)
                    values ($1, 1, 'US-ZZ', 'report_due', 'report_due', 'x', '2020-01-01', 'x', '2020-01-01', $2)`
    expect(await broken(rule, [`bare-${role}`, keeper.id])).toBe('report_rule_has_a_schedule')
    const schedule = (ruleId: string, period: string, fields = `array['bonds_posted']`) =>
      broken(`insert into report_schedule (rule_id, period, fields) values ($1, $2, ${fields})`, [
        ruleId,
        period,
      ])
    expect(await schedule(reportId, 'monthly')).toBe('schedule_fits_its_period')
    expect(await schedule(eventId, 'per_event', `array['names']`)).toBe('report_has_known_figures')

    type Facts = { ruleId?: string; code?: string; start?: string; end?: string; bond?: string; on?: string }
    const file = (facts: Facts & { by?: string; figures?: string } = {}): [string, unknown[]] => [
      `insert into report_filing (fund_id, rule_id, rule_code, period_start, period_end, bond_id, figures, filed_on,
                                  confirmation, filed_by, occurred_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'A-1', $9, now()) returning figures`,
      [
        ...[fundId, facts.ruleId ?? reportId, facts.code ?? 'monthly', facts.start ?? '2026-01-01'],
        ...[facts.end ?? '2026-02-01', facts.bond ?? null, facts.figures ?? '{"bonds_posted": 99}'],
        ...[facts.on ?? '2026-02-03', facts.by ?? team.treasurer.id],
      ],
    ]
    expect(await broken(...file({ by: team.intake.id }))).toBe('reports_are_filed_by_treasurers')
    expect(await broken(...file({ by: outsider.id }))).toBe('reports_are_filed_by_treasurers')
    expect(await broken(...file({ code: 'other' }))).toBe('filing_is_of_a_report_of_the_fund')
    expect(await broken(...file({ start: '2026-01-02' }))).toBe('filing_is_of_one_period')
    expect(await broken(...file({ end: '2026-03-01' }))).toBe('filing_is_of_one_period')
    expect(await broken(...file({ ruleId: eventId, code: 'each' }))).toBe('filing_is_of_one_period')
    expect(await broken(...file({ bond: randomUUID() }))).toBe('filing_is_of_one_period')
    expect(await broken(...file({ ruleId: eventId, code: 'each', bond: randomUUID() }))).toBe(
      'filing_is_of_one_period',
    )
    expect(await broken(...file({ on: '2026-01-31' }))).toBe('report_is_filed_after_its_period')
    expect(await broken(...file({ on: '2999-01-01' }))).toBe('report_is_filed_after_its_period')

    const month = role === 'app' ? '03' : '05'
    const next = role === 'app' ? '04' : '06'
    const whole = { start: `2026-${month}-01`, end: `2026-${next}-01`, on: `2026-${next}-02` }
    const [filed] = await run<{ figures: Record<string, number> }>(url, [file(whole)])
    expect(filed?.figures).toMatchObject({ bonds_posted: 0, open_cents: 0 })
    expect(await broken(...file(whole))).toBe('report_is_filed_once')
  })

  test('days go with a demand for many, run forward, and hold an erasure by hand', async () => {
    const { fundId } = await givenTeam()
    const { personId } = await givenPerson(fundId)
    const demand = (scope: string, from: string | null, until: string | null): [string, unknown[]] => [
      `insert into legal_demand (kind, scope, person_id, fund_id, received_on, counsel, covers_from, covers_until,
                                 opened_by, occurred_at)
         values ('warrant', $1, $2, $3, '2026-01-10', 'Counsel Example', $4, $5, $6, now())`,
      [scope, scope === 'person' ? personId : null, fundId, from, until, keeper.id],
    ]
    expect(await broken(...demand('fund', '2026-02-01', '2026-01-01'))).toBe('demand_days_run_forward')
    expect(await broken(...demand('person', '2026-01-01', null))).toBe('demand_days_are_of_many')
    const erase = `update vault_keys.person_key set wrapped_key = null, destroyed_at = now() where person_id = $1`
    await run(url, [demand('fund', '1999-01-01', '1999-12-31')])
    await run(url, [
      [erase, [personId]],
      ['rollback', []],
    ])
    await run(url, [demand('fund', '2020-01-01', null)])
    expect(await broken(erase, [personId])).toBe('person_is_on_hold')
  })
})

test('what was written about places, certificates and reports stays written', async () => {
  const history = [
    ...['fund_place_ending', 'fund_place_ending_decision', 'certificate', 'certificate_confirmation'],
    ...['certificate_revocation', 'report_schedule', 'report_filing'],
  ]
  for (const table of history)
    for (const sql of [`delete from ${table}`, `truncate ${table} cascade`]) {
      await expect(asOwner(world.ownerUrl, null, (owner) => owner.query(sql))).rejects.toThrow(
        'rules_are_append_only',
      )
      await expect(asOwner(world.appUrl, null, (app) => app.query(sql))).rejects.toThrow('permission denied')
    }
})

test('another fund’s people see none of it', async () => {
  const scope = `staff:${outsider.fundIds.join(',')}`
  for (const table of ['fund_place_ending', 'certificate', 'report_filing']) {
    expect(await run(world.appUrl, [[`select from ${table}`, []]], scope)).toEqual([])
    expect((await run(world.appUrl, [[`select from ${table}`, []]])).length).toBeGreaterThan(0)
  }
})
