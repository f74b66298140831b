import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { postSql, run, type Statement } from '#tests/support/by-hand.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
const attackers = { app: world.appUrl, owner: world.ownerUrl }

describe.each(Object.entries(attackers))('as %s', (_role, url) => {
  const broken = (sql: string, values: unknown[] = []) =>
    brokenRule(namingViolations(() => run(url, [[sql, values]])))

  let team: Team
  let bondId: string
  beforeEach(async () => {
    team = await givenTeam()
    bondId = (await givenPostedBond(team)).bondId
  })

  test('bond_moves_along_the_table, bond_facts_stay', async () => {
    expect(await broken(`update bond set state = 'returned' where id = $1`, [bondId])).toBe(
      'bond_moves_along_the_table',
    )
    expect(await broken('update bond set principal_cents = 1 where id = $1', [bondId])).toBe(
      'bond_facts_stay',
    )
  })

  test('bond_pays_out_at_most_principal: closed while the court still has it', async () => {
    const states = ['released', 'active', 'missed_court', 'forfeiture_noticed', 'forfeited', 'closed']
    const walk = states.map(
      (state): Statement => ['update bond set state = $2 where id = $1', [bondId, state]],
    )
    expect(await brokenRule(namingViolations(() => run(url, walk)))).toBe('bond_pays_out_at_most_principal')
  })

  test('return_recorder_is_not_payer, return_recorder_holds_the_role', async () => {
    const record = (staffId: string) =>
      broken(
        `insert into bond_return (bond_id, recorded_by, received_cents, reference, occurred_at) values ($1, $2, 1, 'C', now())`,
        [bondId, staffId],
      )
    expect(await record(team.intake.id)).toBe('return_recorder_is_not_payer')
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await record(auditor.id)).toBe('return_recorder_holds_the_role')
  })

  test('bond_money_has_a_record: a return in the books that nobody recorded', async () => {
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await recordDisposition({ staff: team.intake, bondId, knownFrom: 'court_docket' })
    const post = postSql('bond_returned', 'bank', 'refund_due', 2_500_00n, team.fundId, randomUUID(), {
      credit: bondId,
    })
    expect(await broken(...post)).toBe('bond_money_has_a_record')
  })
})
