import { beforeEach, describe, expect, test } from 'vitest'
import { namingViolations } from '#app/platform/constraint.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond } from '#tests/support/given-loss.ts'
import { givenEvidence } from '#tests/support/given-papers.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let bondId: string
beforeEach(async () => {
  team = await givenTeam({ bank: 20_000_00n })
  bondId = await givenActiveBond(team, { kind: 'immigration_bond' })
})

describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
  const change = (): Statement[] => [
    [`update bond set state = 'case_ended' where id = $1`, [bondId]],
    [
      `insert into bond_state_change (bond_id, from_state, to_state, changed_by, reason, occurred_at)
         values ($1, 'active', 'case_ended', $2, 'ice_notice', now())`,
      [bondId, team.intake.id],
    ],
  ]
  const end = (
    of: { by?: string; bond?: string; evidenceId?: string | null; documentId?: string } = {},
  ): Statement => [
    `insert into bond_case_end (bond_id, reason_sealed, evidence_id, document_id, recorded_by, occurred_at)
       values ($1, '', $2, $3, $4, now())`,
    [of.bond ?? bondId, of.evidenceId ?? null, of.documentId ?? null, of.by ?? team.intake.id],
  ]

  test('case_end_has_its_reason and case_end_has_its_proof, of its own case and kind, once', async () => {
    const evidenceId = await givenEvidence(team.intake, bondId)
    const bail = await givenActiveBond(team)
    const ofBail = await givenEvidence(team.intake, bail)
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await broken(...change())).toBe('case_end_has_its_reason')
    expect(await broken(end(), ...change())).toBe('case_end_has_its_proof')
    expect(await broken(end({ documentId: evidenceId }))).toBe('papers_are_of_their_case')
    expect(await broken(end({ evidenceId: ofBail }))).toBe('papers_are_of_their_case')
    expect(await broken(end({ bond: bail, evidenceId: ofBail }))).toBe('only_an_immigration_case_has_an_end')
    expect(await broken(end({ evidenceId, by: auditor.id }))).toBe('paper_keeper_holds_the_role')
    expect(await broken(end({ evidenceId }), end({ evidenceId }))).toBe('case_ends_once')
    await run(url, [end({ evidenceId }), ...change()])
  })
})

test('how a case ended is not rewritten, by the owner either, and another fund sees none of it', async () => {
  const owner = (sql: string) => brokenRule(namingViolations(() => run(world.ownerUrl, [[sql, []]])))
  for (const sql of [
    'delete from bond_case_end',
    'update bond_case_end set occurred_at = now()',
    'truncate bond_case_end',
  ])
    expect(await owner(sql)).toBe('bond_papers_are_append_only')
  const other = await givenTeam()
  expect(await run(world.appUrl, [['select * from bond_case_end', []]], `staff:${other.fundId}`)).toEqual([])
})
