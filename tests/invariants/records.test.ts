import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { raiseIncident } from '#app/domain/incidents/raise-incident.server.ts'
import { drawSample } from '#app/domain/samples/draw-sample.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { db } from '#app/platform/db.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let auditor: Team['intake']
let sampleId: string
beforeAll(async () => {
  team = await givenTeam()
  auditor = await givenActor(team.fundId, ['auditor', 'approver'])
  for (let n = 0; n < 3; n++) await givenPostedBond(team, { principal: 100_00n })
  sampleId = (
    await drawSample({
      ...{ staff: auditor, fundId: team.fundId, from: '2020-01-01', to: '2099-01-01', wanted: 2 },
    })
  ).sampleId
})

describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
  const incident = (of: { id?: string; by: string; fundId: string }): Statement => [
    `insert into incident (id, fund_id, raised_by, reason, occurred_at) values ($1, $2, $3, 'other', now())`,
    [of.id ?? randomUUID(), of.fundId, of.by],
  ]
  const lifting = (id: string, by: string): Statement => [
    'insert into incident_lifting (incident_id, lifted_by, occurred_at) values ($1, $2, now())',
    [id, by],
  ]
  const confirmation = (id: string, by: string): Statement => [
    'insert into incident_lifting_confirmation (incident_id, confirmed_by, occurred_at) values ($1, $2, now())',
    [id, by],
  ]

  test('one_incident_at_a_time, raiser_works_for_the_fund, and two people who lift it', async () => {
    const own = await givenTeam()
    const { fundId } = own
    const id = randomUUID()
    const raised = incident({ id, fundId, by: own.intake.id })
    expect(await broken(raised, incident({ fundId, by: own.approver.id }))).toBe('one_incident_at_a_time')
    expect(await broken(incident({ fundId, by: auditor.id }))).toBe('raiser_works_for_the_fund')
    await run(url, [raised, lifting(id, own.intake.id)])
    expect(await broken(lifting(id, own.approver.id))).toBe('incident_is_lifted_once')
    expect(await broken(confirmation(id, own.intake.id))).toBe('two_people_lift_an_incident')
    expect(await broken(confirmation(id, auditor.id))).toBe('lifter_holds_the_role')
    await run(url, [confirmation(id, own.approver.id)])
    expect(await broken(confirmation(id, own.treasurer.id))).toBe('lifting_is_confirmed_once')
  })

  test('incident_stops_what_goes_out: no publication, whatever scope it is written in', async () => {
    const own = await givenTeam()
    await raiseIncident({ staff: own.intake, fundId: own.fundId, reason: 'other' })
    const close = randomUUID()
    const update = randomUUID()
    const begin: Statement[] = [
      [
        `insert into publication_close (id, fund_id, seq, cut_at, policy_name, k, delay_days, rounding_cents, through_transfer_id, published, made_by, occurred_at)
         select $1, $2, 1, now(), p.name, p.k, p.delay_days, p.rounding_cents, 0, true, $3, now() from publication_policy p where p.name = 'demonstration'`,
        [close, own.fundId, own.treasurer.id],
      ],
      [
        `insert into impact_update (id, fund_id, close_id, slug, composed_by, occurred_at) values ($1, $2, $3, $4, $5, now())`,
        [update, own.fundId, close, `u-${update}`, own.intake.id],
      ],
      [
        `insert into impact_update_text (update_id, language, title, situation, results, actions)
         select $1, l, 't', 's', 'r', 'a' from unnest(array['en', 'es']) l`,
        [update],
      ],
      [`select set_config('homeward.scope', 'public', true)`, []],
      [
        `insert into impact_update_publication (update_id, published_by, occurred_at) values ($1, $2, now())`,
        [update, own.treasurer.id],
      ],
    ]
    expect(await broken(...begin)).toBe('incident_stops_what_goes_out')
  })

  test('sample_is_as_drawn, drawer_is_an_auditor: nobody chooses what is looked at', async () => {
    const sample = (of: { id: string; by?: string; population?: number }): Statement => [
      `insert into audit_sample (id, fund_id, drawn_by, posted_from, posted_to, wanted, population, seed, method, occurred_at)
       values ($1, $2, $3, '2020-01-01', '2099-01-01', 1, $4, repeat('a', 64), 'sha256_of_seed_and_bond', now())`,
      [of.id, team.fundId, of.by ?? auditor.id, of.population ?? 3],
    ]
    const line = (id: string, rank: number): Statement => [
      `insert into audit_sample_line (sample_id, position, bond_id)
       select $1, 1, d.bond_id from drawn_bonds($2, '2020-01-01', '2099-01-01', repeat('a', 64)) d where d.rank = $3`,
      [id, team.fundId, rank],
    ]
    const id = randomUUID()
    expect(await broken(sample({ id }), line(id, 2))).toBe('sample_is_as_drawn')
    expect(await broken(sample({ id }))).toBe('sample_is_as_drawn')
    expect(await broken(sample({ id, population: 2 }), line(id, 1))).toBe('sample_is_as_drawn')
    expect(await broken(sample({ id, by: team.approver.id }), line(id, 1))).toBe('drawer_is_an_auditor')
    expect(
      await broken([
        `insert into audit_sample_line (sample_id, position, bond_id)
         select $1, 3, b.id from bond b where b.fund_id = $2
            and not exists (select from audit_sample_line l where l.sample_id = $1 and l.bond_id = b.id)`,
        [sampleId, team.fundId],
      ]),
    ).toBe('sample_is_as_drawn')
  })

  test('two others show what the drawer records', async () => {
    const showing = async (by: string, bound = `show:${sampleId}`): Promise<Statement> => [
      `insert into audit_sample_showing (sample_id, position, shown_by, step_up_id, occurred_at) values ($1, 1, $2, $3, now())`,
      [sampleId, by, await givenStepUp(by, bound)],
    ]
    const finding = (by: string, result: string, reason: string | null = null): Statement => [
      `insert into audit_sample_finding (sample_id, position, recorded_by, result, reason, occurred_at) values ($1, 1, $2, $3, $4, now())`,
      [sampleId, by, result, reason],
    ]
    expect(await broken(await showing(auditor.id))).toBe('auditor_does_not_show')
    expect(await broken(await showing(team.intake.id, 'show:other'))).toBe('step_up_is_fresh_and_bound')
    const stranger = await givenActor((await givenTeam()).fundId, ['approver'])
    expect(await broken(await showing(stranger.id))).toBe('shower_holds_the_role')
    const once = await showing(team.intake.id)
    expect(await broken(once, await showing(team.intake.id))).toBe('original_is_shown_once_by_each')
    expect(await broken(once, finding(auditor.id, 'seen'))).toBe('two_people_show_the_original')
    const both = [once, await showing(team.approver.id)]
    expect(await broken(...both, finding(team.approver.id, 'seen'))).toBe('only_the_drawer_records')
    expect(await broken(...both, finding(auditor.id, 'seen', 'amount'))).toBe('finding_says_why')
    expect(await broken(...both, finding(auditor.id, 'seen'), finding(auditor.id, 'seen'))).toBe(
      'line_has_one_finding',
    )
    expect(await broken(...both, finding(auditor.id, 'seen'), await showing(team.treasurer.id))).toBe(
      'finding_ends_the_showing',
    )
  })

  test('an export is proved by someone who may', async () => {
    const made = async (by: string, bound: string): Promise<Statement> => [
      `insert into audit_export (made_by, step_up_id, format, filter, filter_hash, row_count, last_event_id, occurred_at)
       values ($1, $2, 'csv', '{}', 'h', 0, 0, now())`,
      [by, await givenStepUp(by, bound)],
    ]
    expect(await broken(await made(auditor.id, 'export:audit:jsonl:h'))).toBe('step_up_is_fresh_and_bound')
    expect(await broken(await made(team.intake.id, 'export:audit:csv:h'))).toBe('exporter_holds_the_role')
  })

  test('nothing of it is rewritten, and no other fund reads it', async () => {
    const tables = ['incident', 'incident_lifting', 'incident_lifting_confirmation', 'audit_export']
    const samples = ['audit_sample', 'audit_sample_line', 'audit_sample_showing', 'audit_sample_finding']
    for (const table of [...tables, ...samples]) {
      const attempt = run(url, [[`delete from ${table}`, []]])
      await expect(attempt, table).rejects.toThrow(role === 'app' ? /permission denied/ : /append_only/)
    }
    if (role === 'owner') return
    for (const table of samples.slice(0, 2)) {
      expect(await run(url, [[`select * from ${table}`, []]], `staff:${randomUUID()}`)).toEqual([])
      expect(await run(url, [[`select * from ${table}`, []]], 'donor')).toEqual([])
    }
    expect(await db().incident.findMany()).toEqual([])
  })
})
